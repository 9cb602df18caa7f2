import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ChatError } from "./errors.js";
import { cleanText, fingerprint, MAX_TEXT_CHARACTERS } from "./text.js";

/** Any string a client can send, lone surrogates and control characters included. */
const anyText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
    .map((units) => String.fromCharCode(...units)),
);

describe("cleanText", () => {
  it("keeps everything but control characters exactly as it was sent", () => {
    const text =
      "  <b>Grüße</b> & 'quotes' \"\\\" %s {x}\n\tzweite Zeile 👩‍👩‍👧 e\u0301 \u200b\u202e\ufeff end \n";
    expect(cleanText(text)).toBe(text);
  });

  it("removes control characters other than newline and tab", () => {
    const controls = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => !/[\n\t -~]/.test(character),
    );
    expect(controls).toHaveLength(32 - 2 + 1 + 32);
    expect(cleanText(`a${controls.join("b")}c`)).toBe(`a${"b".repeat(controls.length - 1)}c`);
    expect(cleanText("one\r\ntwo")).toBe("one\ntwo");
  });

  it("leaves text that no store or wire chokes on, and is done after one time", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const clean = cleanText(text);
        expect(clean.isWellFormed()).toBe(true);
        expect(cleanText(clean)).toBe(clean);
        expect(JSON.parse(JSON.stringify(clean))).toBe(clean);
        expect(new TextDecoder().decode(new TextEncoder().encode(clean))).toBe(clean);
        expect(clean).not.toMatch(/[^\P{Cc}\n\t]/u);
      }),
    );
  });

  it("changes nothing about text without control characters and lone surrogates", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!/[^\P{Cc}\n\t]/u.test(text));
        expect(cleanText(text)).toBe(text);
      }),
    );
  });

  it("counts characters, not bytes or halves of them, and takes 10 000", () => {
    for (const character of ["x", "ü", "日", "👋"]) {
      expect(cleanText(character.repeat(MAX_TEXT_CHARACTERS))).toHaveLength(
        MAX_TEXT_CHARACTERS * character.length,
      );
      const tooLong = (): string => cleanText(character.repeat(MAX_TEXT_CHARACTERS + 1));
      expect(tooLong).toThrow(ChatError);
      expect(tooLong).toThrow("text has 10001 characters, expected at most 10000");
    }
  });

  it("does not count what it removes", () => {
    expect(cleanText("\u0000".repeat(50) + "x".repeat(MAX_TEXT_CHARACTERS))).toHaveLength(
      MAX_TEXT_CHARACTERS,
    );
  });
});

describe("fingerprint", () => {
  it("is the same for the same, 16 hex digits", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 6 }), (parts) => {
        expect(fingerprint(parts)).toMatch(/^[0-9a-f]{16}$/);
        expect(fingerprint([...parts])).toBe(fingerprint(parts));
      }),
    );
  });

  it("[S2] stays what it is from version to version, since stores keep it", () => {
    expect(fingerprint(["text", "public", "hello"])).toBe("e84af4e1c6afb505");
    expect(fingerprint([])).toBe("deadbeef41c6ce57");
  });

  it("differs for bodies that differ, also in where their parts end", () => {
    const body = fc.array(fc.oneof(fc.string(), fc.constantFrom("", "a", "b", "ab", "ba")), { maxLength: 4 });
    fc.assert(
      fc.property(body, body, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(fingerprint(one)).not.toBe(fingerprint(other));
      }),
      { numRuns: 3000, interruptAfterTimeLimit: 10_000 },
    );
  });

  it("differs for all short texts and all single changes of a long one", () => {
    const seen = new Set<string>();
    const letters = [..."abcdefghijklmnopqrstuvwxyz0123456789 .,!?\n"];
    for (const a of letters)
      for (const b of letters) for (const c of letters) seen.add(fingerprint([a + b + c]));
    expect(seen.size).toBe(letters.length ** 3);
    const long = "The quick brown fox jumps over the lazy dog. ".repeat(20);
    const changed = new Set<string>([fingerprint([long])]);
    for (let at = 0; at < long.length; at++) {
      for (const to of "aZ\u4e2d") changed.add(fingerprint([long.slice(0, at) + to + long.slice(at + 1)]));
    }
    const variants = new Set<string>([long]);
    for (let at = 0; at < long.length; at++) {
      for (const to of "aZ\u4e2d") variants.add(long.slice(0, at) + to + long.slice(at + 1));
    }
    expect(changed.size).toBe(variants.size);
  });
});
