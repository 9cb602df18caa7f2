/** Something that has gathered what it is to send. */
export interface Gathering {
  flush(): void;
}

/**
 * What many are to hear and has not been written yet: all that one commit brings about on a ticket goes to each reader
 * as one write. It leaves before anything else is written to anybody, and at the latest when the code that runs now is
 * done, so that nothing overtakes it.
 */
export class Outbox {
  #waiting: Gathering[] = [];

  constructor(private readonly failed: (failure: unknown) => void) {}

  add(gathering: Gathering): void {
    if (this.#waiting.push(gathering) === 1) queueMicrotask(() => this.flush());
  }

  /** Writes all that waits. One that fails harms nobody else. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const gathering of waiting) {
      try {
        gathering.flush();
      } catch (failure) {
        this.failed(failure);
      }
    }
  }
}
