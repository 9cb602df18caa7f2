import type { Cancel, Clock, Timers } from "@ticketwire/core";
import { NOON } from "./fixtures.js";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Lets everything that is under way come to rest; only timers are not waited for. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A clock that stands still until it is told to go on, and the timers that go by it. */
export class FakeClock implements Clock, Timers {
  readonly #timers = new Set<Timer>();
  #now: number;

  constructor(now = NOON) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): Cancel {
    const timer: Timer = { at: this.#now + Math.max(0, ms), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** How many timers are running. */
  get running(): number {
    return this.#timers.size;
  }

  /** Goes on by `ms`: timers run when they are due, in order, each once all that came before is at rest. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (let timer = this.#next(until); timer; timer = this.#next(until)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.callback();
      await settled();
    }
    this.#now = until;
  }

  #next(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at <= until && (next === undefined || timer.at < next.at)) next = timer;
    }
    return next;
  }
}
