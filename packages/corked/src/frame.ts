/** What a WebSocket frame carries: text, or bytes. */
export type Payload = string | Buffer;

const FINAL_TEXT = 0x81;
const FINAL_BINARY = 0x82;
const LONGEST_IN_7_BITS = 125;
const LONGEST_IN_16_BITS = 0xffff;
const SAYS_16_BITS = 126;
const SAYS_64_BITS = 127;

/** A whole message as one unmasked WebSocket frame, header and payload in one buffer (RFC 6455, 5.2). */
export function frameBytes(payload: Payload): Buffer {
  if (typeof payload !== "string") {
    const { frame, start } = frameFor(FINAL_BINARY, payload.length);
    payload.copy(frame, start);
    return frame;
  }
  const { frame, start } = frameFor(FINAL_TEXT, Buffer.byteLength(payload));
  frame.write(payload, start);
  return frame;
}

function frameFor(firstByte: number, payloadBytes: number): { frame: Buffer; start: number } {
  const start = payloadBytes <= LONGEST_IN_7_BITS ? 2 : payloadBytes <= LONGEST_IN_16_BITS ? 4 : 10;
  const frame = Buffer.allocUnsafe(start + payloadBytes);
  frame[0] = firstByte;
  if (start === 2) {
    frame[1] = payloadBytes;
  } else if (start === 4) {
    frame[1] = SAYS_16_BITS;
    frame.writeUInt16BE(payloadBytes, 2);
  } else {
    frame[1] = SAYS_64_BITS;
    // A length never needs the two highest bytes.
    frame.writeUInt16BE(0, 2);
    frame.writeUIntBE(payloadBytes, 4, 6);
  }
  return { frame, start };
}
