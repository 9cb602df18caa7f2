import type { TicketMessage } from "@ticketwire/client";
import { describe, expect, it } from "vitest";
import { indexOfMessage, keyOf, placementAt } from "./placement.js";

const NOON = new Date(2025, 0, 15, 12).getTime();
const ANN = { ref: "u-ann", number: 1, name: "Ann Lee", role: "agent", company: null } as const;
const BOB = { ref: "u-bob", number: 2, name: "Bob Ray", role: "customer", company: null } as const;

function message(over: Partial<TicketMessage> & { readonly minute?: number }): TicketMessage {
  const { minute = 0, ...rest } = over;
  const at = new Date(NOON + minute * 60_000).toISOString();
  return {
    id: "m-1",
    number: 1,
    seq: 1,
    ticket: "t-1",
    sender: BOB,
    kind: "text",
    audience: "public",
    text: "hello",
    attachments: [],
    clientId: null,
    createdAt: at,
    updatedAt: at,
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    readBy: [],
    delivery: "sent",
    ...rest,
  };
}

const groups = (messages: readonly TicketMessage[]) =>
  messages.map((_, index) => {
    const { startsGroup, endsGroup } = placementAt(messages, index);
    return `${startsGroup ? "(" : ""}${index}${endsGroup ? ")" : ""}`;
  });

describe("placementAt", () => {
  it("keeps together what one person says in one go", () => {
    const messages = [
      message({}),
      message({ minute: 4 }),
      message({ minute: 8, sender: ANN }),
      message({ minute: 14, sender: ANN }),
    ];
    expect(groups(messages)).toEqual(["(0", "1)", "(2)", "(3)"]);
  });

  it("never puts a note into one group with what the customer reads", () => {
    const messages = [
      message({ sender: ANN }),
      message({ sender: ANN, audience: "internal" }),
      message({ sender: ANN }),
    ];
    expect(groups(messages)).toEqual(["(0)", "(1)", "(2)"]);
  });

  it("begins a day, and a group with it, at midnight", () => {
    const messages = [message({ minute: 718 }), message({ minute: 721 })];
    expect(messages.map((_, index) => placementAt(messages, index).isNewDay)).toEqual([true, true]);
    expect(groups(messages)).toEqual(["(0)", "(1)"]);
  });
});

describe("keyOf", () => {
  it("is the same before and after the server has stored a message", () => {
    const sending = message({ id: "c-1", number: 0, seq: 0, clientId: "c-1", delivery: "sending" });
    expect(keyOf(message({ id: "m-7", number: 7, seq: 9, clientId: "c-1" }))).toBe(keyOf(sending));
  });
});

describe("indexOfMessage", () => {
  it("finds every message, those that are not stored yet included, and none that is not there", () => {
    const stored = Array.from({ length: 50 }, (_, index) =>
      message({ id: `m-${index}`, number: 10 + 3 * index }),
    );
    const waiting = [message({ id: "c-1", number: 0 }), message({ id: "c-2", number: 0 })];
    const messages = [...stored, ...waiting];
    expect(messages.map((one) => indexOfMessage(messages, one))).toEqual(messages.map((_, index) => index));
    expect(indexOfMessage(messages, { id: "m-x", number: 11 })).toBe(-1);
  });
});
