import { FakeClock } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { every } from "./every.js";

it("an outage that lasts is told now and then, not each time, and the next one at once", async () => {
  const clock = new FakeClock();
  const told: number[] = [];
  const began = clock.now();
  let isAway = true;
  let done = 0;
  const work = async (): Promise<void> => {
    if (isAway) throw new Error("away");
    done += 1;
  };
  const stop = every(clock, 1000, work, () => told.push(clock.now() - began));
  await clock.advance(25_500);
  expect(told).toEqual([1000, 11_000, 21_000]);
  isAway = false;
  await clock.advance(2000);
  expect(done).toBe(2);
  isAway = true;
  await clock.advance(1000);
  expect(told).toHaveLength(4);
  stop();
  await clock.advance(60_000);
  expect(told).toHaveLength(4);
});
