/** A token, or how to get one. A function is asked before each connection and before its last token ends. */
export type Token = string | (() => string | Promise<string>);

/** Where tokens come from, and the last one that came. */
export class Tokens {
  #last: string | undefined;

  constructor(private readonly token: Token) {}

  /** The last token that was asked for. */
  get last(): string | undefined {
    return this.#last;
  }

  /** Asks for a token. Rejects when whoever gives them fails. */
  async ask(): Promise<string> {
    this.#last = typeof this.token === "string" ? this.token : await this.token();
    return this.#last;
  }
}
