import { describe, expect, it } from "vitest";
import { sizeOf } from "./picture-size.js";

describe("sizeOf", () => {
  it("keeps a picture's proportions within what is shown", () => {
    expect(sizeOf({ width: 680, height: 480 })).toEqual({ width: 340, height: 240 });
    expect(sizeOf({ width: 320, height: 200 })).toEqual({ width: 320, height: 200 });
  });

  it("leaves room for what is tiny, thin or of unknown size", () => {
    expect(sizeOf({ width: 1, height: 1 })).toEqual({ width: 140, height: 80 });
    expect(sizeOf({ width: 100, height: 4000 })).toEqual({ width: 140, height: 320 });
    expect(sizeOf({ width: null, height: null })).toEqual({ width: 280, height: 210 });
  });
});
