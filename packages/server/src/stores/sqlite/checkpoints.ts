import type { CheckpointerCalls } from "./checkpointer.js";
import type { WorkerCalls } from "./worker-calls.js";
import type { WriterCalls } from "./writer.js";

/** A commit writes about so many pages, and up to one more for each row. */
const PAGES_A_COMMIT = 8;
/** How many pages the write-ahead log may grow by before they are copied. */
const PAGES_DUE = 4000;

/**
 * Has what was committed copied from the write-ahead log into the database file, beside the writer: done in a commit,
 * as SQLite does by itself, it makes everybody wait whose message is in that commit or comes after it. The writer
 * copies only what it has written meanwhile, so that its log begins anew.
 */
export class Checkpoints {
  #pages = 0;
  #isUnderWay = false;

  constructor(
    private readonly writer: WorkerCalls<WriterCalls>,
    private readonly checkpointer: WorkerCalls<CheckpointerCalls>,
  ) {}

  /** Takes note of a commit. The first one starts the thread that copies, which takes a tenth of a second. */
  committed(rows: number): void {
    if (this.#pages === 0) this.checkpointer.start();
    this.#pages += PAGES_A_COMMIT + rows;
    if (this.#pages < PAGES_DUE || this.#isUnderWay) return;
    this.#pages = 0;
    void this.#copy();
  }

  /** Finishes what is being copied, and ends. */
  close(): Promise<void> {
    return this.checkpointer.close();
  }

  async #copy(): Promise<void> {
    this.#isUnderWay = true;
    try {
      await this.checkpointer.call("checkpoint");
      await this.writer.call("checkpoint");
    } catch {
      // The log grows until the next time, and in the end the writer copies it in a commit.
    } finally {
      this.#isUnderWay = false;
    }
  }
}
