import type { WebSocket } from "ws";

/** What one client may have in pieces: bytes of a message, frames of a message, reads of a frame. */
export interface FrameLimit {
  readonly maxBytes: number;
  readonly maxFragments: number;
  readonly maxChunks: number;
}

/** Before somebody has signed in (SPEC: S9). Pieces count too: each costs more than the byte that is in it. */
export const UNSIGNED_LIMIT: FrameLimit = { maxBytes: 64 * 1024, maxFragments: 64, maxChunks: 256 };

/** The fields of ws that hold the limits of a connection, for which it has no option that can be changed later. */
interface Limited {
  readonly _receiver?: { _maxPayload: number; _maxFragments: number; _maxBufferedChunks: number } | null;
}

/** Changes what a connection may send. */
export function limitFrames(socket: WebSocket, { maxBytes, maxFragments, maxChunks }: FrameLimit): void {
  const receiver = (socket as unknown as Limited)._receiver;
  if (!receiver) return;
  receiver._maxPayload = maxBytes;
  receiver._maxFragments = maxFragments;
  receiver._maxBufferedChunks = maxChunks;
}

/** The limit of a connection somebody has signed in on. */
export function signedInLimit(maxBytes: number): FrameLimit {
  return { maxBytes, maxFragments: 1024, maxChunks: 16 * 1024 };
}
