import type { WebSocket } from "ws";
import { type Connection, connectionInternals, type KnownWebSocket } from "./seams.js";

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

/**
 * The connection whose listeners may be told of a message that came over a WebSocket, past engine.io, if there is one.
 * Not where somebody watches packets or the WebSocket itself, nor where engine.io waits for a sign of life, as it does
 * after each ping.
 */
export function directConnection(webSocket: KnownWebSocket): Connection | undefined {
  const { connection } = webSocket;
  if (connection?.readyState !== "open" || connection.protocol !== 4) return undefined;
  const { transport, pingTimeoutTimer, hasRefreshedPingTimeout } = connectionInternals(connection);
  if (transport.socket !== webSocket) return undefined;
  if (pingTimeoutTimer !== null && !hasRefreshedPingTimeout) return undefined;
  const isWatched = connection.listenerCount("packet") > 0 || webSocket.listenerCount("message") > 1;
  return isWatched ? undefined : connection;
}
