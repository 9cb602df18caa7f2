import { isBehind } from "./cork.js";
import {
  type ClientInternals,
  type Connection,
  connectionInternals,
  internalsOf,
  type PacketOptions,
} from "./seams.js";
import { CorkedWebSocket } from "./web-socket.js";

/** Prepares a client the first time that one of its sockets joins: tells its WebSocket whose it is. */
export function meetClient(client: ClientInternals): void {
  if (client.writeToEngine === writeToEngine) return;
  client.writeToEngine = writeToEngine;
  const { conn } = client;
  introduce(conn);
  if (conn.transport.name === "polling") conn.once("upgrade", () => introduce(conn));
}

/** Messages count as sent at once, so that Socket.IO itself can't see when a volatile one has to be dropped. */
function writeToEngine(this: ClientInternals, encoded: readonly unknown[], options: PacketOptions): void {
  if (options.volatile && isConnectionBehind(this.conn)) return;
  const { writeToEngine: write } = Object.getPrototypeOf(this) as ClientInternals;
  write.call(this, encoded, options);
}

function introduce(connection: Connection): void {
  const { socket } = connectionInternals(connection).transport;
  if (socket instanceof CorkedWebSocket) socket.connection = connection;
}

function isConnectionBehind(connection: Connection): boolean {
  const { socket } = connectionInternals(connection).transport;
  const tcp = socket === undefined ? null : internalsOf(socket)._socket;
  return tcp !== null && isBehind(tcp);
}
