import { ANN, messageOf, NOON, ticketOf } from "@ticketwire/testkit";
import { expect, test } from "vitest";
import { lastMessageText, messageText } from "./message-text.js";
import { messageView, type Reading } from "./shapes.js";

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
