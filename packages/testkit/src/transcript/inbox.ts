import type { HeardFrame } from "./stage.js";

/** How long to wait for what a transcript says comes next, in ms. */
const PATIENCE_MS = 5000;

/** What a connection has been told and the transcript has not come to yet. */
export class Inbox {
  readonly #waiting: HeardFrame[] = [];
  #taker: ((what: HeardFrame) => void) | undefined;

  put(what: HeardFrame): void {
    const taker = this.#taker;
    this.#taker = undefined;
    if (taker) taker(what);
    else this.#waiting.push(what);
  }

  next(): Promise<HeardFrame> {
    const first = this.#waiting.shift();
    if (first) return Promise.resolve(first);
    return new Promise((resolve, reject) => {
      const timeout = setTimeout(() => reject(new Error(`heard nothing for ${PATIENCE_MS} ms`)), PATIENCE_MS);
      this.#taker = (what) => {
        clearTimeout(timeout);
        resolve(what);
      };
    });
  }

  rest(): readonly HeardFrame[] {
    return this.#waiting;
  }
}
