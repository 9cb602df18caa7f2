import { isUtf8 } from "node:buffer";
import { Writable } from "node:stream";
import { directConnection } from "./direct.js";
import { internalsOf, type KnownWebSocket, type Receiver } from "./seams.js";

const FINAL_TEXT = 0x81;
const MASKED = 0x80;
const SAYS_16_BITS = 126;
const GET_INFO = 0;
const MASK_BYTES = 4;
const BEYOND_ASCII = 0x80;

/** The type of an engine.io packet that carries a message: "4". */
const MESSAGE = 0x34;

const writeInPieces = Writable.prototype.write as (this: Writable, chunk: Buffer) => boolean;

/** Where a frame's payload lies. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * Has texts that come whole, as nearly all do, read where they have come in, past the stream that `ws` puts frames together
 * with from pieces. All else goes its way.
 */
export function readWholeFrames(webSocket: KnownWebSocket): void {
  const { _receiver: receiver, _extensions } = internalsOf(webSocket);
  if (!receiver?._allowSynchronousEvents || _extensions["permessage-deflate"] !== undefined) return;
  receiver.webSocket = webSocket;
  // One function for all connections, so that none needs its own.
  receiver.write = write;
}

function write(this: Receiver, chunk: Buffer): boolean {
  let at = 0;
  while (isIdle(this)) {
    const place = wholeText(chunk, at, this._maxPayload);
    if (place === undefined) break;
    const isAscii = unmask(chunk, place);
    if (!isAscii && !isUtf8(chunk.subarray(place.start, place.end))) {
      // `ws` says what is wrong with it, and finds it as it came.
      unmask(chunk, place);
      break;
    }
    at = place.end;
    if (this.webSocket !== undefined) hear(this.webSocket, chunk, place, isAscii);
  }
  if (at === chunk.length) return true;
  return writeInPieces.call(this, at === 0 ? chunk : chunk.subarray(at));
}

/** Tells of a text: what listens to a Socket.IO connection hears it as engine.io would say it. */
function hear(webSocket: KnownWebSocket, chunk: Buffer, { start, end }: Place, isAscii: boolean): void {
  const connection = chunk[start] === MESSAGE && start < end ? directConnection(webSocket) : undefined;
  if (connection === undefined) {
    webSocket.emit("message", chunk.subarray(start, end), false);
    return;
  }
  const text = chunk.toString(isAscii ? "latin1" : "utf8", start + 1, end);
  connection.emit("data", text);
  connection.emit("message", text);
}

/** Whether nothing that came before waits for what comes now. */
function isIdle({ _state, _bufferedBytes, _fragmented, writable }: Receiver): boolean {
  return _state === GET_INFO && _bufferedBytes === 0 && _fragmented === 0 && writable;
}

/** Where the payload of the frame at `at` lies, if that is a whole message in text, and all of it is there. */
function wholeText(chunk: Buffer, at: number, maxPayload: number): Place | undefined {
  if (at + 2 > chunk.length || chunk[at] !== FINAL_TEXT) return undefined;
  const said = (chunk[at + 1] as number) ^ MASKED;
  if (said > SAYS_16_BITS) return undefined;
  let start = at + 2 + MASK_BYTES;
  let length = said;
  if (said === SAYS_16_BITS) {
    start += 2;
    if (start > chunk.length) return undefined;
    length = chunk.readUInt16BE(at + 2);
  }
  const end = start + length;
  return end > chunk.length || (maxPayload > 0 && length > maxPayload) ? undefined : { start, end };
}

/** Takes the mask off a payload, or puts it on again: it stands before it. Says whether what is there then is ASCII. */
function unmask(chunk: Buffer, { start, end }: Place): boolean {
  let seen = 0;
  for (let at = start; at < end; at++) {
    const byte = (chunk[at] as number) ^ (chunk[start - MASK_BYTES + ((at - start) & 3)] as number);
    chunk[at] = byte;
    seen |= byte;
  }
  return seen < BEYOND_ASCII;
}
