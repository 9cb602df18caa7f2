import { ChatError } from "@ticketwire/core";
import { BOB, identityOf, userOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { operations } from "./operations.js";

const bob = identityOf(BOB);
const ON_CHATS = ["joinChat", "leaveChat", "sendMessage", "typing", "markAsRead"];

function commandFor(event: string, payload: unknown, me = bob): unknown {
  const operation = operations[event];
  if (!operation) throw new Error(`no operation ${event}`);
  return operation.command(operation.payload.parse(payload), me, []);
}

it("makes a command of each event", () => {
  const ticket = { number: 1 };
  const commands: readonly (readonly [string, unknown, object])[] = [
    ["authenticate", undefined, { name: "caller.check" }],
    ["authenticate", null, { name: "caller.check" }],
    ["ping", "anything", { name: "caller.check" }],
    ["joinChat", { chatId: 1 }, { name: "ticket.join", ticket, page: { limit: 1 } }],
    ["leaveChat", { chatId: 1 }, { name: "ticket.leave", ticket }],
    ["typing", { chatId: 1, isTyping: true }, { name: "typing.start", ticket }],
    ["typing", { chatId: 1, isTyping: false }, { name: "typing.stop", ticket }],
    [
      "markAsRead",
      { chatId: 1, messageId: 456 },
      { name: "receipt.mark", ticket, messages: [{ number: 456 }] },
    ],
    [
      "sendMessage",
      { chatId: 1, content: "hi", attachments: ["a", { id: "b" }], clientId: 17, unknown: true },
      { name: "message.post", ticket, text: "hi", attachments: ["a", "b"], clientId: "17" },
    ],
  ];
  for (const [event, payload, command] of commands)
    expect(commandFor(event, payload), event).toEqual(command);
  expect(new Set(commands.map(([event]) => event))).toEqual(new Set(Object.keys(operations)));
});

it("takes the text under both of its names, and not two that differ", () => {
  for (const text of [{ message: "hi" }, { content: "hi" }, { content: "hi", message: "hi" }]) {
    expect(commandFor("sendMessage", { chatId: 1, ...text })).toMatchObject({ text: "hi" });
  }
  expect(() => commandFor("sendMessage", { chatId: 1, content: "hi", message: "ho" })).toThrow(
    "expected one",
  );
});

it("takes null for whatever may be left out", () => {
  const nothing = { content: null, message: null, attachments: null, clientId: null, senderId: null };
  expect(commandFor("sendMessage", { chatId: 1, ...nothing })).toMatchObject({ text: "", attachments: [] });
});

it("refuses a chat that is no positive whole number, in every event on one", () => {
  for (const event of ON_CHATS) {
    for (const chatId of [undefined, null, "1", 0, -1, 1.5, 2 ** 53, {}, [1], true]) {
      const payload = { chatId, content: "x", isTyping: true, messageId: 1 };
      expect(() => commandFor(event, payload), `${event} ${chatId}`).toThrow("positive whole number");
    }
    for (const payload of [undefined, null, 1, "1", [], [{ chatId: 1 }]]) {
      expect(() => commandFor(event, payload), event).toThrow(/expected an object/);
    }
  }
});

it("refuses a message and a state of typing of another type", () => {
  for (const messageId of [undefined, null, "456", 0, {}]) {
    expect(() => commandFor("markAsRead", { chatId: 1, messageId })).toThrow("positive whole number");
  }
  for (const isTyping of [undefined, null, "true", 1, {}]) {
    expect(() => commandFor("typing", { chatId: 1, isTyping })).toThrow("expected true or false");
  }
  for (const content of [7, {}, ["x"], true]) {
    expect(() => commandFor("sendMessage", { chatId: 1, content })).toThrow("expected a string");
  }
});

it("refuses another's name on every event, and takes one's own", () => {
  const full = { chatId: 1, content: "x", isTyping: true, messageId: 1 };
  for (const event of ["authenticate", ...ON_CHATS]) {
    const claims = [{ userId: BOB.number + 1 }, { senderId: BOB.ref }, { userType: "admin" }];
    for (const claim of claims) {
      expect(() => commandFor(event, { ...full, ...claim }), event).toThrow(ChatError);
    }
    const own = {
      userId: BOB.number,
      senderId: String(BOB.number),
      userType: "employee",
      userRole: "customer",
    };
    expect(commandFor(event, { ...full, ...own })).toHaveProperty("name");
  }
});

it("goes by the token's own number, not by one the host's id looks like", () => {
  const me = identityOf(userOf({ ref: "42", number: 7 }));
  expect(commandFor("joinChat", { chatId: 1, userId: 7 }, me)).toHaveProperty("name", "ticket.join");
  expect(() => commandFor("joinChat", { chatId: 1, userId: 42 }, me)).toThrow("expected your own: 7");
});

it("takes nothing from keys that would reach a prototype", () => {
  const payload: unknown = JSON.parse(
    '{"chatId":1,"content":"x","__proto__":{"attachments":["a"],"polluted":1}}',
  );
  expect(commandFor("sendMessage", payload)).toMatchObject({ attachments: [] });
  expect({}).not.toHaveProperty("polluted");
  expect(() => commandFor("joinChat", JSON.parse('{"__proto__":{"chatId":1}}'))).toThrow(/expected/);
});
