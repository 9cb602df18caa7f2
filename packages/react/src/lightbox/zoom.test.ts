import { describe, expect, it } from "vitest";
import { FITTING, movedBy, zoomedBy } from "./zoom.js";

const STAGE = { width: 800, height: 600 };

describe("zoom", () => {
  it("keeps what is under the pointer where it is", () => {
    const zoom = zoomedBy(zoomedBy(FITTING, 2, { x: 100, y: 50 }), 1.5, { x: 100, y: 50 });
    // The point of the picture that is shown there, as if it fitted.
    expect([(100 - zoom.x) / zoom.scale, (50 - zoom.y) / zoom.scale]).toEqual([100, 50]);
  });

  it("ends where the picture fits, and at eight times that", () => {
    expect(zoomedBy({ scale: 2, x: 40, y: 10 }, 0.3)).toEqual(FITTING);
    expect(zoomedBy(FITTING, 100).scale).toBe(8);
  });

  it("moves no picture out of view, and none that fits", () => {
    expect(movedBy({ scale: 2, x: 0, y: 0 }, { x: 5000, y: -5000 }, STAGE)).toEqual({
      scale: 2,
      x: 400,
      y: -300,
    });
    expect(movedBy(FITTING, { x: 30, y: 30 }, STAGE)).toEqual(FITTING);
  });
});
