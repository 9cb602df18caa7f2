/**
 * A token, or how to get one. A function is asked before each connection, and before its last token ends; while it
 * rejects it is asked again after a while, and `null` says that nobody is signed in any more.
 */
export type Token = string | (() => string | null | Promise<string | null>);

/** Where tokens come from, and the last one that came. */
export class Tokens {
  #last: string | null | undefined;
  #asking: Promise<string | null> | undefined;

  constructor(private readonly token: Token | undefined) {}

  /** Whether there are no tokens, but a cookie that the browser sends by itself. */
  get areInCookie(): boolean {
    return this.token === undefined;
  }

  /** The last token that was asked for. */
  get last(): string | null | undefined {
    return this.#last;
  }

  /** Asks for a token, once for all who ask at the same time. Rejects when whoever gives them fails. */
  ask(): Promise<string | null> {
    this.#asking ??= this.#askAnew();
    return this.#asking;
  }

  /** Waits no longer for what has been asked: the next one asks again. */
  forget(): void {
    this.#asking = undefined;
  }

  #askAnew(): Promise<string | null> {
    const asking = this.#ask().finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    });
    return asking;
  }

  async #ask(): Promise<string | null> {
    this.#last = typeof this.token === "function" ? await this.token() : (this.token ?? null);
    return this.#last;
  }
}
