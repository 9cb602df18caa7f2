import type { WelcomeFrame } from "@ticketwire/protocol";
import { backoffMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import type { Ending, Line } from "./line.js";
import type { Tokens } from "./tokens.js";

/** What a renewal works with. */
export interface RenewalSurroundings {
  readonly tokens: Tokens;
  readonly environment: Environment;
  readonly open: (
    token: string | null,
    told: { welcomed(welcome: WelcomeFrame): void; ended(ending: Ending): void },
  ) => Line;
  /** The connection with the next token is there. From then on it is somebody else's to close. */
  readonly renewed: (line: Line, welcome: WelcomeFrame) => void;
  /** A connection that was handed over has ended. */
  readonly ended: (ending: Ending) => void;
}

/** A token is renewed this long before it ends, or a fifth of its time before when that is less, in ms. */
const RENEW_BEFORE_MS = 30_000;

/** A token that is left for less than this is not worth renewing in advance; nor is one that ends in the past, by a clock that is wrong. */
const SHORTEST_MS = 500;

/**
 * Makes the next connection while the last one is still there, with the next token, before the last one ends: nobody
 * notices. Tries again and again, until the time is over.
 */
export class Renewal {
  #later: Cancel | undefined;
  #line: Line | undefined;
  #failures = 0;
  #endsAt = 0;
  /** Counts the renewals, so that a token that comes late for an earlier one is known for what it is. */
  #renewals = 0;

  constructor(private readonly surroundings: RenewalSurroundings) {}

  /** Whether whoever gives tokens has been asked, and has not given another one. */
  get hasFailed(): boolean {
    return this.#failures > 0;
  }

  /** Renews a connection whose token ends at `endsAt`, in ms since 1970. */
  before(endsAt: number, token: string | null): void {
    this.stop();
    this.#failures = 0;
    const { environment, tokens } = this.surroundings;
    const leftMs = endsAt - environment.now();
    // The same cookie again is as good as it was, and no better.
    const isSameCookie = tokens.areInCookie && endsAt === this.#endsAt;
    this.#endsAt = endsAt;
    if (leftMs < SHORTEST_MS || isSameCookie) return;
    const leadMs = Math.min(RENEW_BEFORE_MS, leftMs / 5);
    // Many who signed in at the same time do not come back at the same time.
    const waitMs = leftMs - leadMs * (1 + environment.random());
    this.#later = environment.after(waitMs, () => this.#renew(token));
  }

  /** Gives up what is under way. */
  stop(): void {
    this.#renewals += 1;
    this.#later?.();
    this.#later = undefined;
    this.#line?.close();
    this.#line = undefined;
  }

  #renew(last: string | null): void {
    const { tokens } = this.surroundings;
    const current = this.#renewals;
    tokens.ask().then(
      (token) => {
        if (current !== this.#renewals) return;
        const isAnother = tokens.areInCookie || (token !== null && token !== last);
        if (isAnother) this.#open(token, last);
        else this.#failed(last);
      },
      () => {
        if (current === this.#renewals) this.#failed(last);
      },
    );
  }

  #open(token: string | null, last: string | null): void {
    let isHandedOver = false;
    const line = this.surroundings.open(token, {
      welcomed: (welcome) => {
        isHandedOver = true;
        this.#line = undefined;
        this.surroundings.renewed(line, welcome);
      },
      ended: (ending) => {
        if (isHandedOver) this.surroundings.ended(ending);
        else this.#failed(last);
      },
    });
    this.#line = line;
  }

  #failed(last: string | null): void {
    const { environment } = this.surroundings;
    this.#line = undefined;
    const waitMs = backoffMs(this.#failures, environment.random());
    this.#failures += 1;
    this.#later = environment.after(waitMs, () => this.#renew(last));
  }
}
