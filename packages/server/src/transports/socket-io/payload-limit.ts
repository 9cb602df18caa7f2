import type { Socket } from "socket.io";

/** The most a connection may send in one frame before it has signed in, in bytes (SPEC: S9). */
export const UNAUTHENTICATED_FRAME_BYTES = 64 * 1024;

type Connection = Socket["conn"];

/** The parts of an engine.io transport that hold its limit; neither engine.io nor ws has an option to change it later. */
interface Limited {
  maxHttpBufferSize?: number;
  readonly socket?: { readonly _receiver?: { _maxPayload: number } | null };
}

/** Raises the frame limit of a connection that has signed in, also for the transport it may upgrade to. Never lowers it. */
export function raiseFrameLimit(connection: Connection, maxBytes: number): void {
  raise(connection.transport, maxBytes);
  if (connection.transport.name !== "polling") return;
  connection.once("upgrade", (transport: unknown) => raise(transport, maxBytes));
}

function raise(transport: unknown, maxBytes: number): void {
  const limited = transport as Limited;
  if (limited.maxHttpBufferSize !== undefined && limited.maxHttpBufferSize < maxBytes)
    limited.maxHttpBufferSize = maxBytes;
  const receiver = limited.socket?._receiver;
  if (receiver && receiver._maxPayload < maxBytes) receiver._maxPayload = maxBytes;
}
