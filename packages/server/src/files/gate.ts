interface Waiting {
  readonly places: number;
  readonly enter: () => void;
}

/** Lets only so much work run at once; the rest waits its turn, in order. */
export class Gate {
  #free: number;
  readonly #queue: Waiting[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  /** Runs a job when as many places are free as it takes. */
  async run<T>(job: () => Promise<T>, places = 1): Promise<T> {
    await new Promise<void>((enter) => {
      this.#queue.push({ places, enter });
      this.#admit();
    });
    try {
      return await job();
    } finally {
      this.#free += places;
      this.#admit();
    }
  }

  /** Small jobs don't overtake a large one, or it would never come in. */
  #admit(): void {
    for (let next = this.#queue[0]; next && next.places <= this.#free; next = this.#queue[0]) {
      this.#queue.shift();
      this.#free -= next.places;
      next.enter();
    }
  }
}
