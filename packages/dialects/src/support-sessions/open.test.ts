import { ChatError, type Role } from "@ticketwire/core";
import { BOB, identityOf, ROLES, userOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { openFrom } from "./open.js";
import { openBody } from "./shapes.js";

const bob = identityOf(BOB);

function open(body: unknown, header?: string) {
  return openFrom(openBody.parse(body), bob, header);
}

it("asks for a new ticket with what it is about, and keeps the rest with the session", () => {
  const body = {
    subject: "Need help",
    category: "order_issue",
    priority: "high",
    restaurant_id: 17,
    context: { order: "4711" },
    initial_message: "hello",
    temp_id: "k1",
  };
  expect(open(body)).toEqual({
    name: "session.open",
    newTicket: { subject: "Need help", category: "order_issue", priority: "high", clientId: "k1" },
    context: { order: "4711", restaurant_id: "17" },
    firstMessage: { text: "hello", clientId: "k1" },
  });
  expect(open({}, "k2")).toEqual({
    name: "session.open",
    newTicket: { subject: undefined, category: undefined, priority: undefined, clientId: "k2" },
    context: {},
  });
});

it("names a ticket that is there, and keeps what the session is about with the session", () => {
  expect(open({ ticket_id: "t-1", subject: "New", restaurant_id: null })).toEqual({
    name: "session.open",
    ticket: { ref: "t-1" },
    context: { subject: "New" },
  });
  expect(open({ ticket_id: 7 })).toMatchObject({ ticket: { number: 7 } });
  expect(open({ ticket_id: "7" })).toMatchObject({ ticket: { ref: "7" } });
});

it("without a ticket is for customers, agents and admins", () => {
  const may = (role: Role): boolean => {
    try {
      openFrom(openBody.parse({}), identityOf(userOf({ role })), undefined);
      return true;
    } catch (refusal) {
      expect(refusal).toBeInstanceOf(ChatError);
      expect(refusal).toMatchObject({ code: "forbidden" });
      return false;
    }
  };
  expect(ROLES.filter(may)).toEqual(["admin", "agent", "customer"]);
});

it("takes nothing from keys that would reach a prototype", () => {
  const body: unknown = JSON.parse(
    '{"__proto__":{"subject":"x"},"context":{"__proto__":"y","constructor":"z"}}',
  );
  const { context } = open(body) as { readonly context: object };
  expect(Object.getPrototypeOf(context)).toBe(Object.prototype);
  expect(open(body)).toMatchObject({ newTicket: { subject: undefined } });
  expect({}).not.toHaveProperty("subject");
});
