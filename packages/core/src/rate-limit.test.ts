import { FakeClock, openDesk, TestNode } from "@ticketwire/testkit";
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

describe("limits per address", () => {
  it("hold an address to what twenty people may do, whoever they say they are", async () => {
    const node = new TestNode({ rateLimits: true });
    const { ticket } = await openDesk(node.store);
    const people = await node.store.putUsers(
      Array.from({ length: 30 }, (_, n) => ({ ref: `u-${n}`, role: "admin" as const })),
      false,
      0,
    );
    const sendFrom = async (address: string): Promise<number> => {
      let through = 0;
      for (const { user } of people) {
        const { caller } = node.connect(user);
        for (let n = 0; n < 100; n++) {
          const command = { name: "typing.start", ticket: { ref: ticket.ref } } as const;
          const sent = node.engine.execute({ ...caller, address }, command);
          through += await sent.then(
            () => 1,
            (failure: ChatError) => {
              expect(failure).toMatchObject({
                code: "rate_limited",
                details: { retryAfterMs: expect.any(Number) },
              });
              return 0;
            },
          );
        }
      }
      return through;
    };
    expect(await sendFrom("203.0.113.9")).toBe(2000);
    await node.clock.advance(60_000);
    expect(await sendFrom("203.0.113.9")).toBe(2000);
  });

  it("hold sign-ins too", () => {
    const { engine } = new TestNode({ rateLimits: true });
    let through = 0;
    try {
      for (; through < 10_000; through++) engine.admit("203.0.113.9");
    } catch (failure) {
      expect(failure).toMatchObject({ code: "rate_limited", details: { retryAfterMs: 5 } });
    }
    expect(through).toBe(2000);
    expect(() => engine.admit("198.51.100.1")).not.toThrow();
  });
});
