import type { Cancel, Timers } from "@ticketwire/core";

/** How often S3 is asked again to delete what it did not, in ms. */
const RETRY_EVERY_MS = 10_000;

/** More than this are not remembered: an object nobody has a link to is a waste of room, and no more. */
const MAX_OWED = 10_000;

/** Files that were to be deleted while S3 could not be used: tried again until they are, and given to nobody meanwhile. */
export class OwedDeletions {
  readonly #owed = new Set<string>();
  #cancel: Cancel | undefined;
  #isClosed = false;

  constructor(
    private readonly remove: (storedName: string) => Promise<void>,
    private readonly timers: Timers,
  ) {}

  has(storedName: string): boolean {
    return this.#owed.has(storedName);
  }

  add(storedName: string): void {
    if (this.#owed.size < MAX_OWED) this.#owed.add(storedName);
    this.#tryLater();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
  }

  #tryLater(): void {
    if (this.#isClosed || this.#cancel || this.#owed.size === 0) return;
    this.#cancel = this.timers.after(RETRY_EVERY_MS, () => {
      void this.#tryAll().finally(() => {
        this.#cancel = undefined;
        this.#tryLater();
      });
    });
  }

  /** One after the other: the first that fails says that it is too early. */
  async #tryAll(): Promise<void> {
    for (const storedName of [...this.#owed]) {
      try {
        await this.remove(storedName);
      } catch {
        return;
      }
      this.#owed.delete(storedName);
    }
  }
}
