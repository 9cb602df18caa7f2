import type { ServerOptions } from "socket.io";
import { CorkedAdapter } from "../adapter.js";
import { corked } from "../corked.js";
import { CorkedWebSocketServer } from "../web-socket-server.js";

/**
 * The servers that have to behave alike. What Socket.IO itself passes is what it does; each half is also of use
 * without the other.
 */
export const KINDS: readonly { readonly kind: string; readonly options: Partial<ServerOptions> }[] = [
  { kind: "stock", options: {} },
  { kind: "corked", options: corked() },
  { kind: "corked engine only", options: { wsEngine: CorkedWebSocketServer } },
  { kind: "corked adapter only", options: { adapter: CorkedAdapter } },
];
