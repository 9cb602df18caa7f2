import type { PersonView, WelcomeFrame } from "@ticketwire/protocol";
import { backoffMs } from "./backoff.js";
import type { Cancel, Environment } from "./environment.js";
import { failureFrom } from "./failures.js";
import type { Link } from "./link.js";
import { isSamePerson } from "./person.js";
import type { Rest } from "./rest.js";

/** What the fallback works with. */
export interface FallbackSurroundings {
  readonly link: Pick<Link, "state" | "signedOut">;
  readonly rest: Pick<Rest, "get">;
  readonly environment: Environment;
  /** Plain requests get through, and the connection does not come up. */
  readonly began: () => void;
  /** The connection is there again, or nothing gets through any more. */
  readonly ended: () => void;
}

/** A connection that is not there after this time is done without, where plain requests get through, in ms. */
const PATIENCE_MS = 5000;

/**
 * Whether one has to do with plain requests: some networks let them pass and nothing else. The connection is tried
 * all the while.
 */
export class Fallback {
  /** Who one is, while there is no connection to say so. */
  user: PersonView | null = null;
  #isActive = false;
  #later: Cancel | undefined;
  #failures = 0;
  /** Counts the probes, so that a late answer is known for what it is. */
  #probes = 0;
  readonly #stop: () => void;

  constructor(private readonly surroundings: FallbackSurroundings) {
    this.#stop = surroundings.link.state.subscribe(() => this.#linkChanged());
    this.#linkChanged();
  }

  get isActive(): boolean {
    return this.#isActive;
  }

  /** A plain request did not get through after all. */
  failed(): void {
    if (!this.#isActive) return;
    this.#isActive = false;
    this.surroundings.ended();
    this.#tryAgain();
  }

  close(): void {
    this.#stop();
    this.#rest();
  }

  #linkChanged(): void {
    const { connection } = this.surroundings.link.state.get();
    if (connection === "online" || connection === "closed") {
      const wasActive = this.#isActive;
      this.#rest();
      if (wasActive) this.surroundings.ended();
    } else if (!this.#isActive && !this.#later) {
      this.#wait(PATIENCE_MS);
    }
  }

  #rest(): void {
    this.#isActive = false;
    this.#failures = 0;
    this.#probes += 1;
    this.#later?.();
    this.#later = undefined;
  }

  #wait(ms: number): void {
    this.#later?.();
    this.#later = this.surroundings.environment.after(ms, () => this.#probe());
  }

  #tryAgain(): void {
    this.#failures += 1;
    this.#wait(PATIENCE_MS + backoffMs(this.#failures, this.surroundings.environment.random()));
  }

  #probe(): void {
    this.#probes += 1;
    const probe = this.#probes;
    this.surroundings.rest.get("/v1/me").then(
      (answer) => {
        if (probe !== this.#probes) return;
        const { user } = answer as WelcomeFrame;
        const known = this.surroundings.link.state.get().user ?? this.user;
        this.user = known && isSamePerson(known, user) ? known : user;
        this.#isActive = true;
        this.#failures = 0;
        this.surroundings.began();
      },
      (thrown: unknown) => {
        if (probe !== this.#probes) return;
        const { code } = failureFrom(thrown);
        if (code === "unauthenticated" || code === "token_expired") this.surroundings.link.signedOut();
        else this.#tryAgain();
      },
    );
  }
}
