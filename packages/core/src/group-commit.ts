import { ChatError } from "./errors.js";
import type { AppendResult, AppendRow } from "./ports/append.js";
import { type Meter, NO_METER } from "./ports/meter.js";
import type { Store } from "./ports/store.js";

/** How much may go into one commit, and how much may wait for the next ones. Bytes are estimated. */
export interface CommitLimits {
  readonly batchRows: number;
  readonly batchBytes: number;
  readonly waitingBytes: number;
}

/** Limits that keep a commit in the low milliseconds and memory bounded. */
export const DEFAULT_COMMIT_LIMITS: CommitLimits = {
  batchRows: 1024,
  batchBytes: 1 << 20,
  waitingBytes: 64 << 20,
};

interface Waiting {
  readonly row: AppendRow;
  readonly bytes: number;
  readonly onStored: (result: AppendResult) => void;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (reason: unknown) => void;
}

const ROW_OVERHEAD_BYTES = 200;

/**
 * Rows that arrive while a commit is in flight go together into the next one. There is no timer: an
 * idle store commits a row at once, a busy one commits as many as have come in meanwhile.
 */
export class GroupCommit {
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  #inFlight: Promise<void> | undefined;

  constructor(
    private readonly store: Store,
    private readonly limits: CommitLimits = DEFAULT_COMMIT_LIMITS,
    private readonly meter: Meter = NO_METER,
  ) {}

  /**
   * Appends one row. `onStored` runs before anybody else hears of the commit and in the order of the
   * log, so what it hands on is in order too.
   */
  append(row: AppendRow, onStored: (result: AppendResult) => void): Promise<AppendResult> {
    const bytes = ROW_OVERHEAD_BYTES + ("text" in row ? row.text.length * 2 : 0);
    if (this.#waitingBytes + bytes > this.limits.waitingBytes) {
      throw new ChatError("unavailable", "too many messages wait to be stored", { retryAfterMs: 1000 });
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ row, bytes, onStored, resolve, reject });
      this.#waitingBytes += bytes;
      this.#inFlight ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    while (this.#inFlight !== undefined) await this.#inFlight;
  }

  async #run(): Promise<void> {
    // One microtask later, so that all commands of one read from a socket share the first commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commit(this.#take());
    this.#inFlight = undefined;
  }

  #take(): readonly Waiting[] {
    let rows = 0;
    let bytes = 0;
    for (const { bytes: size } of this.#waiting) {
      if (rows > 0 && (rows >= this.limits.batchRows || bytes + size > this.limits.batchBytes)) break;
      rows += 1;
      bytes += size;
    }
    const batch = this.#waiting.slice(0, rows);
    this.#waiting = this.#waiting.slice(rows);
    this.#waitingBytes -= bytes;
    return batch;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const over = this.meter.commit(batch.length);
    try {
      const results = await this.store.append(batch.map(({ row }) => row));
      over(true);
      batch.forEach((waiting, index) => {
        const result = results[index];
        if (result === undefined) waiting.reject(new Error("store answered fewer rows than it was given"));
        else settle(waiting, result);
      });
    } catch (failure) {
      over(false);
      for (const waiting of batch) waiting.reject(failure);
    }
  }
}

/** The others of a batch are stored too, and their news goes out whatever becomes of this one's. */
function settle({ onStored, resolve, reject }: Waiting, result: AppendResult): void {
  try {
    onStored(result);
    resolve(result);
  } catch (failure) {
    reject(failure);
  }
}
