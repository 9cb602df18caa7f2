/** Counts work that is under way, so that one can wait for all that has begun until now. */
export class Running {
  #now = new Round();
  #before: Promise<unknown> = Promise.resolve();

  add(work: Promise<unknown>): void {
    const over = this.begin();
    work.then(over, over);
  }

  /** Something is under way until what is returned is called, once. */
  begin(): () => void {
    return this.#now.begin();
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

  begin(): () => void {
    this.#count += 1;
    return this.#done;
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
