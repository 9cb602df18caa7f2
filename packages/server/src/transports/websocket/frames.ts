import type { Duplex } from "node:stream";
import { ChatError } from "@ticketwire/core";
import type { Frame } from "@ticketwire/dialects";
import type { LiveRequest } from "../live-request.js";

/** The first byte of a text frame that is whole. */
const WHOLE_TEXT = 0x81;

/** Lengths up to here stand in the second byte; longer ones behind it, in two bytes or in eight. */
const MAX_SHORT_LENGTH = 125;
const IN_TWO_BYTES = 126;
const IN_EIGHT_BYTES = 127;

/** What is said, as the bytes of one WebSocket frame: built once, written to as many sockets as are to hear it. */
export function bytesOf({ event, payload }: Frame): Buffer {
  const text = JSON.stringify({ type: event, ...(payload as object) });
  const length = Buffer.byteLength(text);
  const start = length <= MAX_SHORT_LENGTH ? 2 : length <= 0xffff ? 4 : 10;
  const bytes = Buffer.allocUnsafe(start + length);
  bytes[0] = WHOLE_TEXT;
  if (start === 2) bytes[1] = length;
  else if (start === 4) {
    bytes[1] = IN_TWO_BYTES;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = IN_EIGHT_BYTES;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  bytes.write(text, start);
  return bytes;
}

/** Writes a frame to a socket: the one place through which everything that is said leaves. */
export function write(stream: Duplex, frame: Buffer): void {
  stream.write(frame);
}

/** What a client has sent: a JSON object with its event as `type`. Throws `invalid` for anything else. */
export function requestIn(content: Buffer, isBinary: boolean): LiveRequest {
  if (isBinary) throw refusal("binary");
  const frame = parsed(content.toString());
  if (typeof frame !== "object" || frame === null || Array.isArray(frame)) throw refusal("no JSON object");
  const { type, ...payload } = frame as Readonly<Record<string, unknown>>;
  if (typeof type !== "string")
    throw refusal(type === undefined ? "without a type" : "of a type that is no text");
  return { event: type, payload };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refusal("no JSON");
  }
}

function refusal(what: string): ChatError {
  return new ChatError("invalid", `frame is ${what}, expected {"type": "…", …}`, { field: "type" });
}
