import { expect, test } from "vitest";
import { isoTime } from "./iso-time.js";

test("times are in UTC with milliseconds, whichever was said before", () => {
  const said = [0, 1, 1, 0, 1_736_942_400_123, 0].map(isoTime);
  const [zero, one] = ["1970-01-01T00:00:00.000Z", "1970-01-01T00:00:00.001Z"];
  expect(said).toEqual([zero, one, one, zero, "2025-01-15T12:00:00.123Z", zero]);
});

test("what is no time is never said, nor is the one before it said in its place", () => {
  expect(isoTime(1)).toBe("1970-01-01T00:00:00.001Z");
  expect(() => isoTime(Number.NaN)).toThrow(RangeError);
  expect(isoTime(1)).toBe("1970-01-01T00:00:00.001Z");
});
