import { type Connection, connectionInternals } from "./seams.js";
import type { CorkedWebSocket } from "./web-socket.js";

/** What happens to connections whose readers don't keep up. */
export interface SlowReaders {
  /** How much may be left over from earlier turns of the event loop, in bytes. */
  readonly maxBacklogBytes: number;
  readonly onSlowReader: (webSocket: CorkedWebSocket, backlogBytes: number) => void;
}

/** How much may wait for a reader unless the application says otherwise, in bytes. */
export const MAX_BACKLOG_BYTES = 1024 * 1024;

/** Why a slow reader is closed: the reason of the WebSocket's close and of the `disconnect` event. */
export const SLOW_READER = "slow reader";

/** WebSocket close code 1013: try again later. */
const TRY_AGAIN_LATER = 1013;

/**
 * Closes a connection whose reader doesn't keep up. Who reads on hears why; who doesn't within 30 s is cut off by `ws`.
 */
export function closeSlowReader(webSocket: CorkedWebSocket): void {
  webSocket.close(TRY_AGAIN_LATER, SLOW_READER);
  const { connection } = webSocket;
  if (connection !== undefined) connectionInternals(connection).onClose(SLOW_READER);
}

/** The same policy for an application that knows connections rather than WebSockets. */
export function toConnections(
  onSlowReader: (connection: Connection, backlogBytes: number) => void,
): SlowReaders["onSlowReader"] {
  return (webSocket, backlogBytes) => {
    const { connection } = webSocket;
    if (connection === undefined) closeSlowReader(webSocket);
    else onSlowReader(connection, backlogBytes);
  };
}
