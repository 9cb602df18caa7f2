import { ChatError } from "@ticketwire/core";
import { BOB, identityOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { operations } from "./operations.js";

const bob = identityOf(BOB);

function commandFor(event: string, payload: unknown): unknown {
  const operation = operations[event];
  if (!operation) throw new Error(`no operation ${event}`);
  return operation.command(operation.payload.parse(payload), bob, []);
}

it("makes a command of everything a client may say in a message", () => {
  const payload = {
    ticketId: "t-1",
    message: "look",
    messageType: "image",
    attachments: ["a", { id: "b" }],
    tempId: 17,
    senderId: "u-bob",
    unknown: true,
  };
  expect(commandFor("send_message", payload)).toEqual({
    name: "message.post",
    ticket: { ref: "t-1" },
    text: "look",
    kind: "image",
    attachments: ["a", "b"],
    clientId: "17",
  });
});

it("takes null for whatever may be left out", () => {
  const nothing = { messageType: null, attachments: null, temp_id: null, senderId: null, message: null };
  expect(commandFor("send_message", { ticketId: "t-1", ...nothing })).toMatchObject({
    text: "",
    kind: undefined,
    attachments: [],
    clientId: undefined,
  });
});

it("takes types of messages in upper and lower case, and no others", () => {
  for (const type of ["TEXT", "text", "FILE", "Image", "system"]) {
    expect(commandFor("send_message", { ticketId: "t-1", message: "x", messageType: type })).toMatchObject({
      kind: type.toLowerCase(),
    });
  }
  for (const type of ["VIDEO", "", 1, "__proto__", "constructor"]) {
    expect(() => commandFor("send_message", { ticketId: "t-1", messageType: type })).toThrow(/expected/);
  }
});

it("refuses a ticket that is no text, in every event", () => {
  for (const event of Object.keys(operations)) {
    for (const ticketId of [undefined, null, 7, "", {}, [], ["t-1"], true, "x".repeat(256)]) {
      expect(() => commandFor(event, { ticketId }), `${event} ${ticketId}`).toThrow(/expected/);
    }
    for (const payload of [undefined, null, "t-1", 7, [], [{ ticketId: "t-1" }]]) {
      expect(() => commandFor(event, payload), event).toThrow(/expected an object/);
    }
  }
});

it("refuses another's name on every event", () => {
  for (const event of Object.keys(operations)) {
    const payload = { ticketId: "t-1", message: "x", userId: "u-ann" };
    expect(() => commandFor(event, payload), event).toThrow(ChatError);
  }
});

it("takes nothing from keys that would reach a prototype", () => {
  const payload: unknown = JSON.parse(
    '{"ticketId":"t-1","message":"x","__proto__":{"kind":"system","polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  );
  expect(commandFor("send_message", payload)).not.toHaveProperty("polluted");
  expect({}).not.toHaveProperty("polluted");
  expect(() =>
    commandFor("send_message", JSON.parse('{"__proto__":{"ticketId":"t-1"},"message":"x"}')),
  ).toThrow(/expected/);
});
