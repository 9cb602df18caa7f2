/** What a WebSocket frame carries: text, or bytes. */
export type Payload = string | Buffer;

const FINAL_TEXT = 0x81;
const FINAL_BINARY = 0x82;
const LONGEST_IN_7_BITS = 125;
const LONGEST_IN_16_BITS = 0xffff;
const SAYS_16_BITS = 126;
const SAYS_64_BITS = 127;

/** UTF-8 has at most so many bytes for each unit of a string. */
const MOST_BYTES_A_UNIT = 3;

/** As much as Node shares between small buffers: a slow reader keeps all of it for the sake of a single frame. */
const SHARED_BYTES = 8 * 1024;
const LARGEST_SHARED = SHARED_BYTES / 4;

let shared = Buffer.alloc(0);
let used = 0;

/** A whole message as one unmasked WebSocket frame, header and payload in one buffer (RFC 6455, 5.2). */
export function frameBytes(payload: Payload): Buffer {
  if (typeof payload !== "string") {
    const { frame, start } = frameFor(FINAL_BINARY, payload.length);
    payload.copy(frame, start);
    return frame;
  }
  const start = startFor(payload.length);
  const mostBytes = payload.length * MOST_BYTES_A_UNIT;
  if (mostBytes <= LARGEST_SHARED && startFor(mostBytes) === start) return sharedFrame(payload, start);
  const { frame, start: counted } = frameFor(FINAL_TEXT, Buffer.byteLength(payload));
  frame.write(payload, counted);
  return frame;
}

/** A frame in memory that others share, behind the one before: written without a look at how long it becomes. */
function sharedFrame(text: string, start: number): Buffer {
  if (used + start + text.length * MOST_BYTES_A_UNIT > shared.length) {
    shared = Buffer.allocUnsafeSlow(SHARED_BYTES);
    used = 0;
  }
  const payloadBytes = shared.write(text, used + start);
  const frame = shared.subarray(used, used + start + payloadBytes);
  used += frame.length;
  writeHeader(frame, FINAL_TEXT, payloadBytes);
  return frame;
}

function frameFor(firstByte: number, payloadBytes: number): { frame: Buffer; start: number } {
  const start = startFor(payloadBytes);
  const frame = Buffer.allocUnsafe(start + payloadBytes);
  writeHeader(frame, firstByte, payloadBytes);
  return { frame, start };
}

/** Where the payload begins: how long it is takes more bytes to say of longer ones. */
function startFor(payloadBytes: number): 2 | 4 | 10 {
  return payloadBytes <= LONGEST_IN_7_BITS ? 2 : payloadBytes <= LONGEST_IN_16_BITS ? 4 : 10;
}

function writeHeader(frame: Buffer, firstByte: number, payloadBytes: number): void {
  frame[0] = firstByte;
  if (payloadBytes <= LONGEST_IN_7_BITS) {
    frame[1] = payloadBytes;
  } else if (payloadBytes <= LONGEST_IN_16_BITS) {
    frame[1] = SAYS_16_BITS;
    frame[2] = payloadBytes >> 8;
    frame[3] = payloadBytes & 0xff;
  } else {
    frame[1] = SAYS_64_BITS;
    // A length never needs the two highest bytes.
    frame.writeUInt16BE(0, 2);
    frame.writeUIntBE(payloadBytes, 4, 6);
  }
}
