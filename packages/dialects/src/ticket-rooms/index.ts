import type { Dialect } from "../dialect.js";
import { access } from "./access.js";
import { encode, welcome } from "./encode.js";
import { farewell, refuse } from "./errors.js";
import { operations } from "./operations.js";
import { routes } from "./routes.js";
import { signIn } from "./sign-in.js";

/** Five files of 10 MiB in base64, and what is said with them. */
const MAX_FRAME_BYTES = 72 * 1024 * 1024;

/** What only a client of this dialect says on Socket.IO `/`. */
const OWN_EVENTS: readonly string[] = ["authenticate", "get_messages"];

/** Rooms per ticket on Socket.IO `/`, signing in by an event. The wire guide is docs/wire/ticket-rooms.md. */
export const ticketRooms: Dialect = {
  name: "ticket-rooms",
  access,
  speaksInternal: false,
  showsDeleted: false,
  live: {
    wire: { kind: "socket.io", namespace: "/" },
    signIn,
    recognises: (event) => OWN_EVENTS.includes(event),
    maxFrameBytes: MAX_FRAME_BYTES,
    operations,
    welcome,
    encode,
    refuse,
    farewell,
  },
  routes,
};
