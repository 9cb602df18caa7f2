/** Counts work that is under way, so that one can wait for all that has begun until now. */
export class Running {
  #now = new Round();
  #before: Promise<unknown> = Promise.resolve();

  add(work: Promise<unknown>): void {
    this.#now.add(work);
  }

  /** Resolves when all that has been added until now is done, whatever became of it. */
  async settled(): Promise<void> {
    this.#before = Promise.all([this.#before, this.#now.over()]);
    this.#now = new Round();
    await this.#before;
  }
}

/** Work that is waited for together: a number, and no memory for each piece. */
class Round {
  #count = 0;
  #tell: (() => void) | undefined;

  add(work: Promise<unknown>): void {
    this.#count += 1;
    work.then(this.#done, this.#done);
  }

  over(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  readonly #done = (): void => {
    this.#count -= 1;
    if (this.#count === 0) this.#tell?.();
  };
}
