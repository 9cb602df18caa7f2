const TEXT = 0x81;
const MASKED = 0x80;
const LENGTH_FOLLOWS = 126;
const MASK = [0x37, 0xfa, 0x21, 0x3d] as const;

/** Where the number of a request goes; all numbers have as many digits. */
export const NUMBER = "########";

/** A WebSocket text frame as clients send it, masked. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const isShort = payload.length < LENGTH_FOLLOWS;
  const head = isShort
    ? [TEXT, MASKED | payload.length]
    : [TEXT, MASKED | LENGTH_FOLLOWS, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([...head, ...MASK]), payload.map((byte, index) => byte ^ maskAt(index))]);
}

/** A frame that is sent again and again, each time with another number in its places: masked once. */
export class NumberedFrame {
  readonly #frame: Buffer;
  /** Where the numbers begin: in the frame, and in the mask. */
  readonly #places: readonly (readonly [at: number, mask: number])[];

  constructor(text: string) {
    this.#frame = clientFrame(text);
    const head = this.#frame.length - Buffer.byteLength(text);
    const starts = [...text.matchAll(new RegExp(NUMBER, "g"))].map(({ index }) =>
      Buffer.byteLength(text.slice(0, index)),
    );
    this.#places = starts.map((start) => [head + start, start]);
  }

  with(number: number): Buffer {
    const frame = Buffer.from(this.#frame);
    for (const [at, mask] of this.#places) {
      let rest = number;
      for (let digit = NUMBER.length - 1; digit >= 0; digit--) {
        frame[at + digit] = (48 + (rest % 10)) ^ maskAt(mask + digit);
        rest = Math.floor(rest / 10);
      }
    }
    return frame;
  }
}

function maskAt(index: number): number {
  return MASK[(index & 3) as 0 | 1 | 2 | 3];
}
