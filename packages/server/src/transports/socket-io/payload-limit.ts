import type { Socket } from "socket.io";

/** The most a connection may send in one frame before it has signed in, in bytes (SPEC: S9). */
export const UNAUTHENTICATED_FRAME_BYTES = 64 * 1024;

/**
 * The most a signed-in connection may send in one frame, in bytes. Well above what any dialect accepts,
 * so that an oversized message is answered in the dialect's own words rather than with a closed socket.
 */
export const SIGNED_IN_FRAME_BYTES = 32 * 1024 * 1024;

type Connection = Socket["conn"];

/** The parts of an engine.io transport that hold its limit; neither engine.io nor ws has an option to change it later. */
interface Limited {
  maxHttpBufferSize?: number;
  readonly socket?: { readonly _receiver?: { _maxPayload: number } | null };
}

/** Raises the frame limit of a connection that has signed in, also for the transport it may upgrade to. */
export function raiseFrameLimit(connection: Connection): void {
  raise(connection.transport);
  if (connection.transport.name === "polling") connection.once("upgrade", raise);
}

function raise(transport: unknown): void {
  const limited = transport as Limited;
  if (limited.maxHttpBufferSize !== undefined) limited.maxHttpBufferSize = SIGNED_IN_FRAME_BYTES;
  const receiver = limited.socket?._receiver;
  if (receiver) receiver._maxPayload = SIGNED_IN_FRAME_BYTES;
}
