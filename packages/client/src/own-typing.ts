import type { Audience } from "@ticketwire/protocol";
import type { Cancel, Environment } from "./environment.js";

/** Others hear that somebody types at most this often, in ms. */
const START_EVERY_MS = 3000;

/** Somebody who has not typed for this long has stopped, in ms. */
const STOP_AFTER_MS = 4000;

/** Tells others that one is typing: seldom enough to cost nothing, and never longer than it is so. */
export class OwnTyping {
  /** The audience that believes one is typing. */
  #told: Audience | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  #stop: Cancel | undefined;

  constructor(
    private readonly environment: Environment,
    private readonly tell: (on: boolean, audience: Audience) => void,
  ) {}

  /** Call it at every key. */
  start(audience: Audience): void {
    if (this.#told !== undefined && this.#told !== audience) this.stop();
    const now = this.environment.now();
    if (now - this.#toldAt >= START_EVERY_MS) {
      this.#told = audience;
      this.#toldAt = now;
      this.tell(true, audience);
    }
    this.#stop?.();
    this.#stop = this.environment.after(STOP_AFTER_MS, () => this.stop());
  }

  /** Nothing is said when nobody believes that one is typing. */
  stop(): void {
    const told = this.#told;
    this.#clear();
    if (told !== undefined) this.tell(false, told);
  }

  /** One has said what one typed: it ends as with `stop`, and the next key is the beginning of something else. */
  said(): void {
    this.stop();
    this.#toldAt = Number.NEGATIVE_INFINITY;
  }

  /** Says nothing: whoever heard of it will hear of its end from the server. The next key is told at once. */
  forget(): void {
    this.#clear();
    this.#toldAt = Number.NEGATIVE_INFINITY;
  }

  #clear(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#told = undefined;
  }
}
