import { FakeClock } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { ChatError } from "./errors.js";
import { RATES, RateLimit } from "./rate-limit.js";

const RATE = { burst: 3, perSecond: 2 };

/** How many of `times` attempts go through. */
function attempts(limit: RateLimit, key: string, times: number, rate = RATE): number {
  let through = 0;
  for (let n = 0; n < times; n++) {
    try {
      limit.take(key, rate);
      through += 1;
    } catch (failure) {
      expect(failure).toBeInstanceOf(ChatError);
      expect(failure).toMatchObject({ code: "rate_limited", retryable: true });
    }
  }
  return through;
}

describe("RateLimit", () => {
  it("lets a burst through at once, then so many a second, and never saves up more than a burst", async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock);
    expect(attempts(limit, "a", 10)).toBe(3);
    await clock.advance(500);
    expect(attempts(limit, "a", 10)).toBe(1);
    await clock.advance(1000);
    expect(attempts(limit, "a", 10)).toBe(2);
    await clock.advance(3_600_000);
    expect(attempts(limit, "a", 10)).toBe(3);
  });

  it("holds every key to its own", () => {
    const limit = new RateLimit(new FakeClock());
    expect(attempts(limit, "a", 10)).toBe(3);
    expect(attempts(limit, "b", 10)).toBe(3);
  });

  it("says how long to wait, and that is long enough", async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock);
    attempts(limit, "a", 3);
    let waitMs = 0;
    try {
      limit.take("a", RATE);
    } catch (failure) {
      waitMs = (failure as ChatError).details.retryAfterMs ?? 0;
    }
    expect(waitMs).toBe(500);
    await clock.advance(waitMs - 1);
    expect(attempts(limit, "a", 1)).toBe(0);
    await clock.advance(1);
    expect(attempts(limit, "a", 1)).toBe(1);
  });

  it("is not confused by a clock that goes back", async () => {
    let now = 10_000;
    const limit = new RateLimit({ now: () => now });
    attempts(limit, "a", 3);
    now = 5000;
    expect(attempts(limit, "a", 1)).toBe(0);
    now = 5500;
    expect(attempts(limit, "a", 2)).toBe(1);
  });

  it("forgets who has been away longest rather than growing without end", () => {
    const limit = new RateLimit(new FakeClock());
    attempts(limit, "first", 3);
    for (let n = 0; n < 49_999; n++) limit.take(`${n}`, RATE);
    expect(attempts(limit, "first", 1)).toBe(0);
    for (let n = 0; n < 50_000; n++) limit.take(`other ${n}`, RATE);
    expect(attempts(limit, "first", 10)).toBe(3);
  });

  it("lets the fastest typist through and stops 5 000 sends in a row", async () => {
    const clock = new FakeClock();
    const limit = new RateLimit(clock);
    const rate = RATES["message.post"] ?? RATE;
    expect(attempts(limit, "loop", 5000, rate)).toBe(100);
    for (let second = 0; second < 60; second++) {
      expect(attempts(limit, "typist", 5, rate)).toBe(5);
      await clock.advance(1000);
    }
  });
});
