import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_NAME_BYTES, safeName } from "./safe-name.js";

const ENDINGS = ["png", "jpg"];

describe("names made safe", () => {
  test.each([
    ["parcel.png", "parcel.png"],
    ["Foto Nr. 1.PNG", "Foto Nr. 1.PNG"],
    ["Größe 大きさ 📦.png", "Größe 大きさ 📦.png"],
    ["../../etc/passwd", "passwd.png"],
    ["C:\\Users\\ann\\parcel.png", "parcel.png"],
    ["/", "file.png"],
    ["", "file.png"],
    [".png", "file.png"],
    ["...", "file.png"],
    [".htaccess", "htaccess.png"],
    [" parcel .png ", "parcel.png"],
    ["parcel.png.", "parcel.png"],
    ["invoice\u202egnp.exe", "invoicegnp.exe.png"],
    ["a\u0000b\r\nc\td.png", "ab c d.png"],
    ['<a href="x">|?*:.png', "a href=x.png"],
    ["invoice.exe            .png", "invoice.exe.png"],
    ["con.png", "_con.png"],
    ["LPT1.tar.png", "_LPT1.tar.png"],
    ["console.png", "console.png"],
    ["e\u0301.png", "\u00e9.png"],
    ["\ud800.png", "\ufffd.png"],
  ])("%j becomes %j", (given, safe) => {
    expect(safeName(given, ENDINGS)).toBe(safe);
  });

  test("a long name is cut between characters and keeps its ending", () => {
    const safe = safeName(`${"📦".repeat(200)}.jpg`, ENDINGS);
    expect(safe).toBe(`${"📦".repeat(49)}.jpg`);
  });

  test("whatever comes in, what goes out is safe, and stays as it is", () => {
    const risky = fc.constantFrom(
      ...'/\\.: <>|?*"\u0000\u001f\u0085\u202e\u2028\ufeff\u0338\u0301e',
      "con",
      "NUL.",
      ".png",
      "~",
    );
    const names = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc
        .array(fc.oneof(risky, fc.string({ unit: "grapheme", maxLength: 3 })), { maxLength: 100 })
        .map((parts) => parts.join("")),
    );
    const isSafe = (given: string): void => {
      const safe = safeName(given, ENDINGS);
      expect(safe).toMatch(
        /^[^/\\<>:"|?*\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+\.(?:png|jpg)$/iu,
      );
      expect(safe).not.toMatch(/^[. ]|[. ]\.[a-z]+$/);
      expect(safe).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d) *\./i);
      expect(safe).toBe(safe.normalize("NFC"));
      expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(MAX_NAME_BYTES);
      expect(safeName(safe, ENDINGS)).toBe(safe);
    };
    fc.assert(fc.property(names, isSafe), { numRuns: 2000 });
  });
});
