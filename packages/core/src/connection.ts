import { FewMap } from "./few.js";
import type { Identity } from "./identity.js";
import type { Language, Listener } from "./ports/listener.js";
import type { Seat } from "./seat.js";

const NONE: (() => void)[] = [];

/** One signed-in connection: who it is, what it speaks, and which tickets it watches. */
export class Connection {
  readonly seats = new FewMap<number, Seat>();
  closed = false;
  #joining = 0;
  #waiting: (() => void)[] = NONE;

  constructor(
    public identity: Identity,
    readonly language: Language,
    readonly listener: Listener,
  ) {}

  /** Whether a join has been asked for and not been answered. */
  get isJoining(): boolean {
    return this.#joining > 0;
  }

  /** A join is under way until it is answered or refused. What waits for the last one goes on then, in the order it came. */
  joinsUntil(answered: Promise<unknown>): void {
    this.#joining += 1;
    const over = (): void => {
      this.#joining -= 1;
      if (this.#joining > 0) return;
      const waiting = this.#waiting;
      this.#waiting = NONE;
      for (const work of waiting) work();
    };
    // Who asked hears of the join first.
    void answered.catch(() => {}).then(over);
  }

  /** Does something as soon as no join is under way. It MUST NOT throw. */
  afterJoins(work: () => void): void {
    if (this.#waiting === NONE) this.#waiting = [];
    this.#waiting.push(work);
  }
}
