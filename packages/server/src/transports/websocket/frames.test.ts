import { ChatError } from "@ticketwire/core";
import { describe, expect, it } from "vitest";
import { requestIn, wireFrameOf } from "./frames.js";

describe("wireFrameOf", () => {
  it("is a JSON object with the event as its type", () => {
    expect(JSON.parse(wireFrameOf({ event: "X", payload: { text: "é" } }).text)).toEqual({
      type: "X",
      text: "é",
    });
  });
});

describe("requestIn", () => {
  it("takes the type for the event, and the rest for its payload", () => {
    expect(requestIn(Buffer.from('{"type":"TYPING","ticketId":1}'), false)).toEqual({
      event: "TYPING",
      payload: { ticketId: 1 },
    });
  });

  it("makes nothing of a prototype", () => {
    const { payload } = requestIn(Buffer.from('{"type":"X","__proto__":{"a":1}}'), false);
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype);
    expect(payload).not.toHaveProperty("a");
  });

  it("refuses everything else", () => {
    for (const text of [
      "",
      "x",
      "[]",
      "null",
      "7",
      '"X"',
      "{}",
      '{"type":1}',
      '{"__proto__":{"type":"X"}}',
    ]) {
      expect(() => requestIn(Buffer.from(text), false), text).toThrow(ChatError);
    }
    expect(() => requestIn(Buffer.from('{"type":"X"}'), true)).toThrow("frame is binary");
  });
});
