import { retryMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import { failureFrom } from "./failures.js";

/** What read marks work with. */
export interface ReadMarkSurroundings {
  readonly environment: Environment;
  /** Whether there is any use in asking now. */
  readonly isReachable: () => boolean;
  /** Says that these messages, or all of them, have been read. */
  readonly tell: (messages: readonly string[] | undefined) => Promise<unknown>;
}

/** Marks are told together when they come within this time, in ms. */
const GATHER_MS = 250;

/** The most messages the server takes at once. */
const MAX_AT_ONCE = 500;

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** What somebody has read and the server does not know yet: told once in a while, and kept until it can be told. */
export class ReadMarks {
  #ids = new Set<string>();
  #all = false;
  #waiting: Waiting[] = [];
  #later: Cancel | undefined;
  #isTelling = false;
  #failures = 0;

  constructor(private readonly surroundings: ReadMarkSurroundings) {}

  /** Marks these messages, or all there are. Resolves when the server knows. */
  mark(ids: readonly string[] | undefined): Promise<void> {
    if (ids === undefined) this.#all = true;
    else for (const id of ids) this.#ids.add(id);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#later ??= this.surroundings.environment.after(GATHER_MS, () => this.flush());
    });
  }

  /** Tells what waits. Call it when the server can be reached again. */
  flush(): void {
    this.#later?.();
    this.#later = undefined;
    const isNothing = this.#waiting.length === 0;
    if (isNothing || this.#isTelling || !this.surroundings.isReachable()) return;
    void this.#tell();
  }

  /** Gives up. */
  stop(error: unknown): void {
    this.#later?.();
    this.#later = undefined;
    this.#ids.clear();
    this.#all = false;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  async #tell(): Promise<void> {
    const { environment, tell } = this.surroundings;
    const all = this.#all;
    const ids = [...this.#ids];
    const waiting = this.#waiting.splice(0);
    this.#ids.clear();
    this.#all = false;
    this.#isTelling = true;
    let waitMs = GATHER_MS;
    try {
      if (all) await tell(undefined);
      else
        for (let from = 0; from < ids.length; from += MAX_AT_ONCE)
          await tell(ids.slice(from, from + MAX_AT_ONCE));
      this.#failures = 0;
      for (const { resolve } of waiting) resolve();
    } catch (thrown) {
      const error = failureFrom(thrown);
      if (error.retryable) {
        this.#all ||= all;
        for (const id of ids) this.#ids.add(id);
        this.#waiting.unshift(...waiting);
        waitMs = retryMs(error.details.retryAfterMs, this.#failures, environment.random());
        this.#failures += 1;
      } else for (const { reject } of waiting) reject(error);
    } finally {
      this.#isTelling = false;
    }
    if (this.#waiting.length > 0) this.#later ??= environment.after(waitMs, () => this.flush());
  }
}
