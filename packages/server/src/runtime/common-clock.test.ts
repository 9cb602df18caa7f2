import { FakeClock, NOON, RecordingLog } from "@ticketwire/testkit";
import { expect, test } from "vitest";
import { CommonClock } from "./common-clock.js";

const HOUR_MS = 3_600_000;

/** A clock whose store is ahead of it by so much. */
function clockBehind(ahead: { ms: number }) {
  const own = new FakeClock(NOON);
  const log = new RecordingLog();
  let isAway = false;
  let tookMs = 0;
  const store = {
    now: async () => {
      if (isAway) throw new Error("away");
      const theirs = own.now() + ahead.ms;
      await own.advance(tookMs);
      return theirs;
    },
  };
  const clock = new CommonClock(store, own, log, own);
  return {
    clock,
    own,
    log,
    setAway: (away: boolean) => {
      isAway = away;
    },
    answersAfter: (ms: number) => {
      tookMs = ms;
    },
  };
}

test("[S7] a machine whose clock is an hour off goes by its store's, and says so once", async () => {
  const { clock, own, log } = clockBehind({ ms: -HOUR_MS });
  await clock.follow();
  expect(clock.now()).toBe(own.now() - HOUR_MS);
  await own.advance(120_000);
  expect(clock.now()).toBe(own.now() - HOUR_MS);
  expect(log.warnings).toHaveLength(1);
});

test("clocks that agree within a second are left alone", async () => {
  const { clock, own, log } = clockBehind({ ms: 900 });
  await clock.follow();
  expect(clock.now()).toBe(own.now());
  expect(log.warnings).toEqual([]);
});

test("[S7] a clock that is set while the server runs is noticed within half a minute, both ways", async () => {
  const ahead = { ms: 0 };
  const { clock, own } = clockBehind(ahead);
  await clock.follow();
  ahead.ms = HOUR_MS;
  await own.advance(30_000);
  expect(clock.now()).toBe(own.now() + HOUR_MS);
  ahead.ms = 0;
  await own.advance(30_000);
  expect(clock.now()).toBe(own.now());
  clock.stop();
  expect(own.running).toBe(0);
});

test("while the store is away, or slow, the last answer counts", async () => {
  const ahead = { ms: HOUR_MS };
  const { clock, own, setAway, answersAfter } = clockBehind(ahead);
  await clock.follow();
  setAway(true);
  await own.advance(60_000);
  expect(clock.now()).toBe(own.now() + HOUR_MS);
  setAway(false);
  ahead.ms = 2 * HOUR_MS;
  answersAfter(5000);
  await clock.follow();
  expect(clock.now()).toBe(own.now() + HOUR_MS);
});

test("a store that everybody on this machine shares has no time of its own", async () => {
  const own = new FakeClock(NOON);
  const clock = new CommonClock({}, own, new RecordingLog(), own);
  await clock.follow();
  expect(clock.now()).toBe(own.now());
});
