import type { WebSocket } from "ws";
import { corkUntilTurnEnds } from "./cork.js";
import { directWebSocket } from "./direct.js";
import { frameBytes } from "./frame.js";
import { type Connection, tcpForWholeFrames } from "./seams.js";
import { CorkedWebSocket } from "./web-socket.js";

/** The type of an engine.io packet that carries a message. */
export const MESSAGE = "4";

/** A text message with its WebSocket frame, made once and sent to many. */
export interface Frame {
  readonly text: string;
  readonly bytes: Buffer;
}

/** Makes a frame out of a text. */
export function frameOf(text: string): Frame {
  return { text, bytes: frameBytes(text) };
}

/**
 * Sends a frame over a WebSocket of a server, in one write with all else that is sent to it in this turn of the event
 * loop. Where that can't be (compression, a message half sent) the text goes out as usual, in its order.
 */
export function corkedSend(webSocket: WebSocket, { text, bytes }: Frame): void {
  if (!writeFrame(webSocket, bytes)) webSocket.send(text);
}

/** Sends a text over an engine.io connection: where it can be, in one write with all else of this turn, past its queue. */
export function corkedWrite(connection: Connection, text: string): void {
  const webSocket = directWebSocket(connection);
  if (webSocket === undefined || !writeFrame(webSocket, frameBytes(MESSAGE + text))) connection.write(text);
}

/** Writes whole frames if the WebSocket takes them as they are, and says whether it did. */
export function writeFrame(webSocket: WebSocket, bytes: Buffer): boolean {
  const tcp = tcpForWholeFrames(webSocket);
  if (tcp === undefined) return false;
  corkUntilTurnEnds(tcp, webSocket instanceof CorkedWebSocket ? webSocket : undefined);
  tcp.write(bytes);
  return true;
}
