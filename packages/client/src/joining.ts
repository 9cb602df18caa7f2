import type { Answer, Position } from "@ticketwire/protocol";
import { retryMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import type { RequestError } from "./failures.js";
import type { Wire } from "./wire.js";

/** What joining works with. */
export interface JoiningSurroundings {
  readonly ticket: string;
  readonly wire: Pick<Wire, "ask">;
  readonly environment: Environment;
  /** Where one stands in the log; null for nowhere. */
  readonly position: () => Position | null;
  readonly joined: (answer: Answer<"join">) => void;
  /** It was refused for good. */
  readonly refused: (error: RequestError) => void;
}

/** Joins a ticket over the connection, again and again until it has worked. */
export class Joining {
  /** Counts the joins, so that a late answer to an earlier one is known for what it is. */
  #joins = 0;
  #failures = 0;
  #again: Cancel | undefined;

  constructor(private readonly surroundings: JoiningSurroundings) {}

  start(): void {
    const { ticket, wire, position, joined } = this.surroundings;
    this.stop();
    const join = this.#joins;
    const from = position();
    wire.ask(
      "join",
      { ticket, ...(from === null ? {} : { position: from }) },
      (answer) => {
        if (join !== this.#joins) return;
        this.#failures = 0;
        joined(answer);
      },
      (error) => {
        if (join === this.#joins) this.#failed(error);
      },
    );
  }

  /** An answer that is on its way counts no more. */
  stop(): void {
    this.#again?.();
    this.#joins += 1;
  }

  #failed(error: RequestError): void {
    const { environment, refused } = this.surroundings;
    if (!error.retryable) {
      refused(error);
      return;
    }
    const waitMs = retryMs(error.details.retryAfterMs, this.#failures, environment.random());
    this.#failures += 1;
    this.#again = environment.after(waitMs, () => this.start());
  }
}
