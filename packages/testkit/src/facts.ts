import type { Identity, Message, Person, Relation, Role, Ticket, User } from "@ticketwire/core";
import { NOON, nextUuid } from "./fixtures.js";

/** Every role there is. */
export const ROLES: readonly Role[] = [
  "admin",
  "agent",
  "customer",
  "employee",
  "vendor",
  "ops",
  "accounts",
  "bot",
  "service",
];

let lastNumber = 0;

/** A user nobody else is: an agent of their own name unless `over` says otherwise. */
export function userOf(over: Partial<User> = {}): User {
  lastNumber += 1;
  return {
    id: lastNumber,
    ref: `u-${lastNumber}`,
    number: lastNumber + 1000,
    name: `Person ${lastNumber}`,
    email: null,
    role: "agent",
    type: null,
    company: null,
    department: null,
    permissions: [],
    roleToldAt: null,
    ...over,
  };
}

/** A signed-in user whose token has no end. */
export function identityOf(user: User): Identity {
  return { user, role: user.role, expiresAt: null };
}

/** A ticket with nobody on it but those in `people`; `over` says what else is different. */
export function ticketOf(people: Partial<Record<Relation, Person>> = {}, over: Partial<Ticket> = {}): Ticket {
  lastNumber += 1;
  return {
    id: lastNumber,
    ref: `t-${lastNumber}`,
    number: lastNumber + 1000,
    epoch: "e1",
    subject: "Order delayed",
    category: null,
    priority: null,
    status: "open",
    related: { customer: null, creator: null, assignee: null, vendor: null, verifier: null, ...people },
    participants: [],
    createdAt: NOON,
    updatedAt: NOON,
    ...over,
  };
}

/** A public text on a ticket. */
export function messageOf(ticket: Ticket, sender: Person, over: Partial<Message> = {}): Message {
  return {
    id: nextUuid(),
    number: 1,
    ticketId: ticket.id,
    seq: 1,
    hidden: 0,
    sender,
    kind: "text",
    audience: "public",
    text: "hello",
    attachments: [],
    clientId: null,
    createdAt: NOON,
    updatedAt: NOON,
    ...over,
  };
}
