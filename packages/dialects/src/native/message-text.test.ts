import { ANN, messageOf, NOON, pictureOf, ticketOf } from "@ticketwire/testkit";
import { expect, test } from "vitest";
import { lastMessageText, messageText } from "./message-text.js";
import { messageView, personView, type Reading } from "./shapes.js";

const KEPT = 1024;

function reading(audience: Reading["audience"], ticket = ticketOf()): Reading {
  return {
    ticket,
    audience,
    links: { to: ({ id }) => ({ path: `/${id}`, url: `https://chat.example/${NOON}/${id}` }) },
  };
}

test("[S6] an answer has the numbers of its own audience, whoever heard of the message before", () => {
  const message = messageOf(ANN, { seq: 5, hidden: 2 });
  messageText(message, reading("internal"));
  expect(JSON.parse(lastMessageText(message, reading("public")))).toEqual(
    messageView(message, reading("public")),
  );
  messageText(message, reading("public"));
  messageText(message, reading("internal"));
  expect(JSON.parse(lastMessageText(message, reading("internal")))).toMatchObject({ seq: 5 });
});

test("a message is never taken for another one", () => {
  const first = messageOf(ANN, { number: 7, text: "first" });
  const later = messageOf(ANN, { number: 7 + KEPT, text: "later" });
  messageText(first, reading("public"));
  messageText(later, reading("public"));
  expect(JSON.parse(lastMessageText(first, reading("public")))).toMatchObject({ text: "first" });
  const changed = { ...later, text: "edited" };
  expect(JSON.parse(lastMessageText(changed, reading("public")))).toMatchObject({ text: "edited" });
});

test("a sender is shown as they are now, and another never in their place", () => {
  let sender = { ...ANN, id: ANN.id + KEPT };
  messageText(messageOf(sender), reading("public"));
  const changes = [
    { name: "Ann Other" },
    { role: "admin" as const },
    { company: "Ünï & Co" },
    { number: ANN.number + 1 },
    { ref: "elsewhere" },
  ];
  for (const change of changes) {
    sender = { ...sender, id: sender.id + KEPT, ...change };
    const text = messageText(messageOf(sender), reading("public"));
    expect(JSON.parse(text)).toMatchObject({ sender: personView(sender) });
  }
});

test("a message has times of its own, whenever the one before was said and edited", () => {
  for (const [createdAt, updatedAt] of [
    [NOON, NOON],
    [NOON, NOON + 1],
    [NOON + 1, NOON + 1],
    [NOON, NOON],
  ] as const) {
    const message = messageOf(ANN, { createdAt, updatedAt });
    expect(messageText(message, reading("public"))).toBe(
      JSON.stringify(messageView(message, reading("public"))),
    );
  }
});

test.each([
  ["a plain one", {}],
  ["without a client id", { clientId: null }],
  [
    "of somebody with a company and an odd name",
    { sender: { ...ANN, name: 'A "B" \\ é', company: "Ünï & Co" } },
  ],
  ["in words that JSON writes in another way", { text: 'a "quote" \\ \n\t\u2028 é 😀 \u007f /' }],
  ["a note", { audience: "internal" as const, seq: 5, hidden: 2 }],
  ["with a file", { attachments: [pictureOf()] }],
  ["an answer", { replyTo: { id: "m-1", number: 1, isDeleted: false } }],
  ["with a reaction", { reactions: [{ emoji: "👍", by: [ANN] }] }],
  ["that was read", { readBy: [{ person: ANN, at: NOON }] }],
  ["that was edited", { editedAt: NOON, updatedAt: NOON + 1 }],
  ["that was deleted", { deletedAt: NOON, text: "" }],
])("the text of a message is the JSON of its view: %s", (_what, change) => {
  const message = messageOf(ANN, change);
  for (const audience of ["public", "internal"] as const) {
    const text = messageText(message, reading(audience, ticketOf({ ref: 't "7"' })));
    expect(text).toBe(JSON.stringify(messageView(message, reading(audience, ticketOf({ ref: 't "7"' })))));
  }
});
