/** Something a connection has heard, in the order it came. */
export interface HeardFrame {
  readonly event: string;
  readonly payload: unknown;
}

/** Whatever was said; a test names the fields it looks into. */
export type Payload = Readonly<Record<string, unknown>>;

/** How long a test waits for something that must come, in ms. */
export const PATIENCE_MS = 10_000;

/** A client that remembers all it hears, and waits for events instead of time. */
export class Hearer {
  readonly frames: HeardFrame[] = [];
  readonly #taken = new Map<string, number>();
  readonly #listeners = new Set<(frame: HeardFrame) => void>();
  readonly #waiting = new Set<() => void>();

  /** The payload of the next event of this name that has not been taken yet. */
  async next<T = Payload>(event: string): Promise<T> {
    const index = this.#taken.get(event) ?? 0;
    this.#taken.set(event, index + 1);
    await this.until(() => this.heard(event).length > index, `${event}, number ${index + 1}`);
    return this.heard<T>(event)[index] as T;
  }

  /** Resolves when `holds`, asked after each thing heard. */
  until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timeout);
        this.#waiting.delete(look);
        resolve();
      };
      const timeout = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`waited for ${what}, heard ${this.frames.map((frame) => frame.event).join(", ")}`));
      }, PATIENCE_MS);
      this.#waiting.add(look);
    });
  }

  /** The payloads of every event of this name, so far. */
  heard<T = Payload>(event: string): readonly T[] {
    return this.frames.filter((frame) => frame.event === event).map(({ payload }) => payload as T);
  }

  /** Hands on everything that has been heard and will be, in order. */
  listen(listener: (frame: HeardFrame) => void): void {
    for (const frame of this.frames) listener(frame);
    this.#listeners.add(listener);
  }

  protected hear(event: string, payload: unknown): void {
    const frame = { event, payload };
    this.frames.push(frame);
    for (const listener of this.#listeners) listener(frame);
    for (const look of [...this.#waiting]) look();
  }
}
