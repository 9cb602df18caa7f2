import type { Cancel, Clock, Log, Store, Timers } from "@ticketwire/core";
import { systemClock } from "./clock.js";

/** How often the store's time is looked up, in ms. */
const ASK_EVERY_MS = 30_000;

/** An answer that took longer says too little about what time it is now, in ms. */
const MAX_ROUND_TRIP_MS = 1000;

/** Clocks that agree this far are left alone, in ms: it is less than tokens may be early or late. */
const AGREE_WITHIN_MS = 1000;

/**
 * What time it is for all who share a store, however wrong the clock of this machine is (SPEC: S7). What one node writes
 * down, when a token was revoked or a role given, another compares with tokens and with its own time.
 */
export class CommonClock implements Clock {
  /** How far the store's time is ahead of this machine's. */
  #aheadMs = 0;
  #isStopped = false;
  #next: Cancel | undefined;

  constructor(
    private readonly store: Pick<Store, "now">,
    private readonly timers: Timers,
    private readonly log: Log,
    private readonly own: Clock = systemClock,
  ) {}

  now(): number {
    return this.own.now() + this.#aheadMs;
  }

  /** Looks the time up now, and again and again until `stop`. While the store is away the last answer counts. */
  async follow(): Promise<void> {
    if (!this.store.now) return;
    try {
      await this.#ask();
    } catch {
      // Whoever needs the store says that it is away.
    }
    if (!this.#isStopped) this.#next = this.timers.after(ASK_EVERY_MS, () => void this.follow());
  }

  stop(): void {
    this.#isStopped = true;
    this.#next?.();
  }

  async #ask(): Promise<void> {
    const askedAt = this.own.now();
    const theirs = await this.store.now?.();
    const answeredAt = this.own.now();
    const tookMs = answeredAt - askedAt;
    if (theirs === undefined || tookMs < 0 || tookMs > MAX_ROUND_TRIP_MS) return;
    const aheadMs = Math.round(theirs - (askedAt + answeredAt) / 2);
    if (Math.abs(aheadMs - this.#aheadMs) <= AGREE_WITHIN_MS) return;
    this.#aheadMs = Math.abs(aheadMs) <= AGREE_WITHIN_MS ? 0 : aheadMs;
    this.log.warn(
      { databaseAheadMs: aheadMs },
      "this machine's clock and the database's differ, and the database's counts; set both by NTP",
    );
  }
}
