/** What the header of an image says, and its bytes without what is not needed to show it. */
export interface ImageParts {
  readonly width: number;
  readonly height: number;
  /** More than one when it moves. */
  readonly frames: number;
  readonly bytes: Buffer;
}

/**
 * Goes through the container of an image without decoding it. Undefined for a file that breaks off or is built
 * wrongly; a `RangeError` means the same.
 *
 * What is kept is a short list of what is known to matter for showing the image, colours included; everything
 * else goes, and so does what follows its end. Pixels are copied as they are, so that no quality is lost.
 */
export type PartsReader = (file: Buffer) => ImageParts | undefined;

/**
 * The most segments, chunks or blocks an image may have: encoders get by with a few thousand, and a file of millions of
 * empty ones is made to keep the event loop busy.
 */
export const MAX_PARTS = 50_000;

/** Collects the ranges of a file that are kept. Neighbours become one. */
export class KeptBytes {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  #length = 0;

  constructor(private readonly file: Buffer) {}

  get length(): number {
    return this.#length;
  }

  /** Keeps what lies between two places. Ranges come in the order of the file. */
  keep(start: number, end: number): void {
    if (start < 0 || end > this.file.length) throw new RangeError("a part reaches past the end of the file");
    this.#length += end - start;
    const last = this.#ends.length - 1;
    if (this.#ends[last] === start) {
      this.#ends[last] = end;
    } else {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** The file itself when all of it is kept, otherwise a copy of what is. */
  bytes(): Buffer {
    if (this.#length === this.file.length) return this.file;
    const kept = Buffer.allocUnsafe(this.#length);
    let at = 0;
    for (const [index, start] of this.#starts.entries())
      at += this.file.copy(kept, at, start, this.#ends[index]);
    return kept;
  }
}
