import type { Socket } from "socket.io";

/** How much may wait for one connection, in bytes, before it is closed (SPEC: S8). */
export const MAX_BACKLOG_BYTES = 1024 * 1024;

/** The parts of an engine.io connection that hold what has not left yet: its own packets, and the WebSocket's bytes. */
interface Buffered {
  readonly writeBuffer: readonly { readonly data?: unknown }[];
  readonly transport: { readonly socket?: { readonly bufferedAmount?: number } };
}

/** What has been said to a connection and has not left the process yet, in bytes. */
export function backlogBytes(connection: Socket["conn"]): number {
  const { writeBuffer, transport } = connection as unknown as Buffered;
  let bytes = transport.socket?.bufferedAmount ?? 0;
  for (const packet of writeBuffer) bytes += sizeOf(packet.data);
  return bytes;
}

function sizeOf(content: unknown): number {
  if (typeof content === "string") return content.length;
  return ArrayBuffer.isView(content) ? content.byteLength : 0;
}
