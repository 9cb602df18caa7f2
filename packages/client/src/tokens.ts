/**
 * A token, or how to get one. A function is asked before each connection, and before its last token ends; while it
 * rejects it is asked again after a while, and `null` says that nobody is signed in any more.
 */
export type Token = string | (() => string | null | Promise<string | null>);

/** Where tokens come from, and the last one that came. */
export class Tokens {
  #last: string | null | undefined;

  constructor(private readonly token: Token | undefined) {}

  /** The last token that was asked for. */
  get last(): string | null | undefined {
    return this.#last;
  }

  /** Asks for a token. Rejects when whoever gives them fails. */
  async ask(): Promise<string | null> {
    this.#last = typeof this.token === "function" ? await this.token() : (this.token ?? null);
    return this.#last;
  }
}
