import type { Dialect } from "../dialect.js";
import { access } from "./access.js";
import { encode, welcome } from "./encode.js";
import { farewell, refuse } from "./errors.js";
import { operations, recognises } from "./operations.js";
import { routes } from "./routes.js";

/** Rooms per ticket on Socket.IO `/` with REST as a fallback. The wire guide is docs/wire/ticket-gateway.md. */
export const ticketGateway: Dialect = {
  name: "ticket-gateway",
  access,
  speaksInternal: false,
  showsDeleted: false,
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
