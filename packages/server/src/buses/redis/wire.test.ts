import type { BusMessage } from "@ticketwire/core";
import { describe, expect, it } from "vitest";
import { decodeMessages, encodeMessages } from "./wire.js";

const USAGE: BusMessage = {
  kind: "usage",
  used: [{ key: "7/message.post", rate: { burst: 100, perSecond: 10 }, tokens: 10 }],
};
const EVENTS: BusMessage = { kind: "events", ticketId: 5, events: [] };

describe("what nodes write", () => {
  it("is read as it was, by others alone", () => {
    expect(decodeMessages("b", encodeMessages("a", [EVENTS, EVENTS]), 5)).toEqual([EVENTS, EVENTS]);
    expect(decodeMessages("b", encodeMessages("a", [USAGE]), undefined)).toEqual([USAGE]);
    expect(decodeMessages("a", encodeMessages("a", [USAGE]), undefined)).toEqual([]);
  });

  it.each([
    ["", "none of ours"],
    ["a", "none of ours"],
    [" 1 []", "none of ours"],
    ["a 2 []", "form is 2"],
    ["a 1 ", "JSON"],
    ["a 1 {}", "list of messages"],
    ["a 1 [null]", "known kind"],
    ['a 1 [{"kind":"toString"}]', "known kind"],
    ['a 1 [{"kind":"events","ticketId":5}]', "list of events"],
    ['a 1 [{"kind":"presence","ticketId":5,"people":{}}]', "list of people"],
    ['a 1 [{"kind":"events","ticketId":6,"events":[]}]', "who hears this channel"],
    ['a 1 [{"kind":"usage","used":[]}]', "who hears this channel"],
  ])("is refused when it is %j", (text, why) => {
    expect(() => decodeMessages("b", text, 5)).toThrow(why);
  });
});
