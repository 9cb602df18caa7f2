import type { Dialect } from "../dialect.js";
import { access } from "./access.js";
import { encode, welcome } from "./encode.js";
import { farewell, refuse } from "./errors.js";
import { followsSession } from "./follow.js";
import { operations, recognises } from "./operations.js";
import { routes } from "./routes.js";

/** Support chats that are queued, accepted and closed, on Socket.IO `/` and REST. The wire guide is docs/wire/support-sessions.md. */
export const supportSessions: Dialect = {
  name: "support-sessions",
  access,
  speaksInternal: false,
  showsDeleted: false,
  followsSession,
  live: {
    wire: { kind: "socket.io", namespace: "/" },
    recognises,
    operations,
    welcome,
    encode,
    refuse,
    farewell,
  },
  routes,
};
