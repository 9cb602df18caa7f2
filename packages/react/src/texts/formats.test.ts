import { describe, expect, it } from "vitest";
import { ar } from "./ar.js";
import { en } from "./en.js";
import { formatsFor } from "./formats.js";
import { textsWith } from "./texts.js";

const NOW = new Date(2025, 5, 15, 12);

describe("formatsFor", () => {
  it("says days as people do, in their own language", () => {
    const english = formatsFor("en-GB");
    expect(english.day(new Date(2025, 5, 15, 1), NOW)).toBe("Today");
    expect(english.day(new Date(2025, 5, 14, 23), NOW)).toBe("Yesterday");
    expect(english.day(new Date(2025, 5, 12), NOW)).toBe("Thursday 12 June");
    expect(english.day(new Date(2024, 5, 12), NOW)).toBe("12 June 2024");
    expect(formatsFor("ar").day(new Date(2025, 5, 15, 1), NOW)).toBe("اليوم");
  });

  it("writes sizes and lists", () => {
    const { size, list } = formatsFor("en-GB");
    expect([size(1), size(2048), size(10 * 1024 * 1024)]).toEqual(["1 byte", "2 kB", "10 MB"]);
    expect(list(["Ann", "Bob", "Eve"])).toBe("Ann, Bob and Eve");
  });
});

describe("texts", () => {
  it("count as the language does", () => {
    expect([1, 2].map(en.conversation.newMessages)).toEqual(["1 new message", "2 new messages"]);
    expect([1, 2, 3, 11, 100].map(ar.conversation.newMessages)).toEqual([
      "رسالة جديدة",
      "رسالتان جديدتان",
      "3 رسائل جديدة",
      "11 رسالة جديدة",
      "100 رسالة جديدة",
    ]);
  });

  it("can be replaced one by one, and the others stay", () => {
    const texts = textsWith(en, { composer: { send: "Go" }, unknownReason: "who knows" });
    expect([texts.composer.send, texts.composer.cancel, texts.unknownReason]).toEqual([
      "Go",
      "Cancel",
      "who knows",
    ]);
  });
});
