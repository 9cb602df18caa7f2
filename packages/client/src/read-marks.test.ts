import { clientEnvironment, FakeClock, settled } from "@ticketwire/testkit";
import { beforeEach, expect, test } from "vitest";
import { RequestError, unanswered } from "./failures.js";
import { ReadMarks } from "./read-marks.js";

let clock: FakeClock;
let told: (readonly string[] | "all")[];
let failures: Error[];
let isReachable: boolean;
let marks: ReadMarks;

beforeEach(() => {
  clock = new FakeClock();
  told = [];
  failures = [];
  isReachable = true;
  marks = new ReadMarks({
    environment: clientEnvironment(clock),
    isReachable: () => isReachable,
    tell: (messages) => {
      told.push(messages ?? "all");
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : Promise.resolve();
    },
  });
});

test("marks that come within a short while are told once", async () => {
  const marked = Promise.all([marks.mark(["m-1"]), marks.mark(["m-2", "m-1"]), marks.mark(["m-3"])]);
  await clock.advance(249);
  expect(told).toEqual([]);
  await clock.advance(1);
  await marked;
  expect(told).toEqual([["m-1", "m-2", "m-3"]]);
  const all = Promise.all([marks.mark(["m-4"]), marks.mark(undefined)]);
  await clock.advance(250);
  await all;
  expect(told.slice(1)).toEqual(["all"]);
  expect(clock.running).toBe(0);
});

test("more than the server takes at once are told in parts", async () => {
  const ids = Array.from({ length: 1001 }, (_, index) => `m-${index}`);
  const marked = marks.mark(ids);
  await clock.advance(250);
  await marked;
  expect(told.map((part) => part.length)).toEqual([500, 500, 1]);
});

test("marks wait for the server to be there, and are told again when it could not answer", async () => {
  isReachable = false;
  let isMarked = false;
  void marks.mark(["m-1"]).then(() => {
    isMarked = true;
  });
  await clock.advance(60_000);
  expect(told).toEqual([]);
  isReachable = true;
  failures = [unanswered()];
  marks.flush();
  await settled();
  expect(isMarked).toBe(false);
  void marks.mark(["m-2"]).catch(() => {});
  await clock.advance(10_000);
  expect(told).toEqual([["m-1"], ["m-1", "m-2"]]);
  expect(isMarked).toBe(true);
});

test("what is refused for good is told to who wanted it, and not tried again", async () => {
  failures = [new RequestError({ code: "not_found", message: "no ticket", retryable: false })];
  const marked = expect(marks.mark(["m-1"])).rejects.toMatchObject({ code: "not_found" });
  await clock.advance(250);
  await marked;
  await clock.advance(60_000);
  expect(told).toHaveLength(1);
});
