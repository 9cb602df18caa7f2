import { describe, expect, it } from "vitest";
import { judgeFiles } from "./judge-files.js";

const file = (name: string, type: string, size = 10) => new File([new Uint8Array(size)], name, { type });

describe("judgeFiles", () => {
  it("takes what the server may take, in the order it was given", () => {
    const files = [file("b.png", "image/png"), file("a.json", "application/json"), file("c", "")];
    expect(judgeFiles(files, 0)).toEqual({ taken: files, refusals: [] });
  });

  it("says of each other file why it is refused before it is uploaded", () => {
    const files = [
      file("drawing.svg", "image/svg+xml"),
      file("film.mp4", "video/mp4"),
      file("large.txt", "text/plain", 10 * 1024 * 1024 + 1),
      file("fits.txt", "text/plain", 10 * 1024 * 1024),
      file("one too many.txt", "text/plain"),
    ];
    const { taken, refusals } = judgeFiles(files, 4);
    expect(taken.map(({ name }) => name)).toEqual(["fits.txt"]);
    expect(refusals).toEqual([
      { why: "kind", name: "drawing.svg" },
      { why: "kind", name: "film.mp4" },
      { why: "size" },
      { why: "count" },
    ]);
  });
});
