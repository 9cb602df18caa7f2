import { describe, expect, it } from "vitest";
import { levelOf, levelsIn } from "./levels.js";

const tone = (height: number) => Float32Array.from({ length: 1000 }, (_, at) => height * Math.sin(at / 5));

describe("levels", () => {
  it("rise with how loud it is, and end at 255", () => {
    expect(levelOf(new Float32Array(100))).toBe(0);
    expect(levelOf(tone(0.1))).toBeGreaterThan(levelOf(tone(0.01)));
    expect(levelOf(tone(1))).toBe(255);
  });

  it("keep the loudest of each stretch", () => {
    expect(levelsIn([0, 255, 10, 20, 30, 100], 3)).toEqual([255, 20, 100]);
    expect(levelsIn([255, 51], 64)).toEqual([255, 51]);
    expect(levelsIn([], 64)).toEqual([]);
  });

  it("make what is quiet as high as what is loud, but not silence", () => {
    expect(levelsIn([25, 50], 2)).toEqual([128, 255]);
    expect(levelsIn([1, 2], 2)).toEqual([1, 2]);
  });
});
