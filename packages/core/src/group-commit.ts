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

/** Who waits for a row to be stored. */
export interface Appending {
  /** Runs before anybody hears of the commit and in the order of the log, so that what it hands on is in order too. */
  stored(result: AppendResult): void;
  /** Runs once this has been done for all rows of the commit. MUST NOT throw. */
  done(result: AppendResult): void;
  /** Runs instead of `done` when the commit has failed, or `stored` has. MUST NOT throw. */
  failed(reason: unknown): void;
}

interface Waiting {
  readonly row: AppendRow;
  readonly bytes: number;
  readonly appending: Appending;
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

  /** Appends one row; `onStored` is `Appending.stored`. */
  append(row: AppendRow, onStored: (result: AppendResult) => void): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.add(row, { stored: onStored, done: resolve, failed: reject });
    });
  }

  /** Appends one row for who has no need of a promise. Throws `unavailable` when too much waits already. */
  add(row: AppendRow, appending: Appending): void {
    const bytes = ROW_OVERHEAD_BYTES + ("text" in row ? row.text.length * 2 : 0);
    if (this.#waitingBytes + bytes > this.limits.waitingBytes) {
      throw new ChatError("unavailable", "too many messages wait to be stored", { retryAfterMs: 1000 });
    }
    this.#waiting.push({ row, bytes, appending });
    this.#waitingBytes += bytes;
    this.#inFlight ??= this.#run();
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
    const batch = this.#waiting;
    this.#waiting = batch.splice(rows);
    this.#waitingBytes -= bytes;
    return batch;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const over = this.meter.commit(batch.length);
    let results: readonly AppendResult[];
    try {
      results = await this.store.append(batch.map(({ row }) => row));
    } catch (failure) {
      over(false);
      for (const { appending } of batch) appending.failed(failure);
      return;
    }
    over(true);
    settle(batch, results);
  }
}

/** Tells all what has been stored, and then each what came of theirs: what many hear goes first, and together. */
function settle(batch: readonly Waiting[], results: readonly AppendResult[]): void {
  const failures = new Map<Waiting, unknown>();
  batch.forEach((waiting, index) => {
    try {
      waiting.appending.stored(resultAt(results, index));
    } catch (failure) {
      // The others of a batch are stored too, and their news goes out whatever becomes of this one's.
      failures.set(waiting, failure);
    }
  });
  batch.forEach((waiting, index) => {
    if (failures.has(waiting)) waiting.appending.failed(failures.get(waiting));
    else waiting.appending.done(resultAt(results, index));
  });
}

function resultAt(results: readonly AppendResult[], index: number): AppendResult {
  const result = results[index];
  if (result === undefined) throw new Error("store answered fewer rows than it was given");
  return result;
}
