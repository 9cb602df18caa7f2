import { NAMESPACE } from "@ticketwire/protocol";
import type { Dialect } from "../dialect.js";
import { access, followsSession, followsTickets } from "./access.js";
import { encode, encodeNews, farewell, welcome } from "./encode.js";
import { refuse } from "./errors.js";
import { operations } from "./operations.js";
import { routes } from "./routes.js";

export { importSchema } from "./import-format.js";

/** The native protocol: every fact there is, in Ticketwire's own words. */
export const native: Dialect = {
  name: "native",
  access,
  speaksInternal: true,
  showsDeleted: true,
  speaksAudio: true,
  followsSession,
  followsTickets,
  live: {
    wire: { kind: "socket.io", namespace: NAMESPACE },
    recognises: (event) => Object.hasOwn(operations, event),
    operations,
    welcome,
    encode,
    encodeNews,
    refuse,
    farewell,
  },
  routes,
};
