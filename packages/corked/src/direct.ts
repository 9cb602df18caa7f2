import type { WebSocket } from "ws";
import { type Connection, connectionInternals } from "./seams.js";

const WATCHED = ["packetCreate", "flush", "drain"] as const;

/**
 * The WebSocket of a connection to which a frame may be written past engine.io without overtaking anything, if there
 * is one. Not while it polls or closes, nor while engine.io holds packets, as it may in the midst of an upgrade; nor
 * for connections that speak another revision of the protocol, or whose packets somebody watches.
 */
export function directWebSocket(connection: Connection): WebSocket | undefined {
  if (connection.readyState !== "open" || connection.protocol !== 4) return undefined;
  const { transport, writeBuffer } = connectionInternals(connection);
  if (writeBuffer.length > 0 || !transport.supportsBinary) return undefined;
  for (const event of WATCHED) {
    if (connection.listenerCount(event) > 0) return undefined;
  }
  return transport.socket;
}
