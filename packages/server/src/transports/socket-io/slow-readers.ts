import type { Socket } from "socket.io";

/** How much may wait for one connection, in bytes, before it is closed (SPEC: S8). */
export const MAX_BACKLOG_BYTES = 1024 * 1024;

/** The part of a WebSocket transport that knows what the kernel has not taken yet. */
interface Buffered {
  readonly socket?: { readonly bufferedAmount?: number };
}

/** What has been said to a connection and has not left the process yet, in bytes. */
export function backlogBytes(connection: Socket["conn"]): number {
  let bytes = (connection.transport as unknown as Buffered).socket?.bufferedAmount ?? 0;
  for (const packet of connection.writeBuffer ?? []) bytes += sizeOf(packet.data);
  return bytes;
}

function sizeOf(content: unknown): number {
  if (typeof content === "string") return content.length;
  return ArrayBuffer.isView(content) ? content.byteLength : 0;
}
