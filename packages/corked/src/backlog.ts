import { type Connection, connectionInternals } from "./seams.js";

/**
 * What has been sent to a connection and not been taken yet, in bytes: packets that engine.io holds, and what the
 * WebSocket has handed to its TCP socket. Text of held packets counts one byte a character.
 */
export function backlogBytes(connection: Connection): number {
  const { writeBuffer, transport } = connectionInternals(connection);
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const { data } of writeBuffer) bytes += sizeOf(data);
  return bytes;
}

function sizeOf(content: unknown): number {
  if (typeof content === "string") return content.length;
  return ArrayBuffer.isView(content) || content instanceof ArrayBuffer ? content.byteLength : 0;
}
