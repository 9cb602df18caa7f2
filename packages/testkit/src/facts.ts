import type { Identity, Message, Person, Role, Session, Ticket, User } from "@ticketwire/core";
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

let lastId = 900_000;

/** A user nobody else is: an agent unless `over` says otherwise. */
export function userOf(over: Partial<User> = {}): User {
  lastId += 1;
  return {
    id: lastId,
    ref: `u-${lastId}`,
    number: lastId - 800_000,
    name: `Person ${lastId}`,
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

/** The agent who works on the ticket of `ticketOf`. */
export const ANN = userOf({ ref: "u-ann", name: "Ann Lee", email: "ann@example.com" });

/** The customer whose ticket it is. */
export const BOB = userOf({ ref: "u-bob", name: "Bob Ray", role: "customer", company: "Acme" });

/** Nobody in any relation to a ticket. */
export const NOBODY: Ticket["related"] = {
  customer: null,
  creator: null,
  assignee: null,
  vendor: null,
  verifier: null,
};

/** A signed-in user whose token has no end, unless `over` gives it one. */
export function identityOf(user: User, over: Partial<Identity> = {}): Identity {
  return { user, role: user.role, expiresAt: null, issuedAt: NOON, tokenId: null, ...over };
}

/** Bob's ticket, on which Ann works; `over` says what is different. */
export function ticketOf(over: Partial<Ticket> = {}): Ticket {
  return {
    id: 501,
    ref: "t-7",
    number: 7,
    epoch: "e1",
    subject: "Order delayed",
    category: null,
    priority: null,
    status: "open",
    related: { ...NOBODY, customer: BOB, assignee: ANN },
    participants: [],
    session: null,
    createdAt: NOON,
    updatedAt: NOON,
    ...over,
  };
}

/** A session of Bob's on the ticket of `ticketOf`, waiting since its log's beginning; `over` says what is different. */
export function sessionOf(over: Partial<Session> = {}): Session {
  return {
    id: nextUuid(),
    number: 1,
    name: `session_7_${NOON}`,
    ticketId: 501,
    status: "waiting",
    customer: BOB,
    agent: null,
    context: {},
    from: { seq: 1, hidden: 0 },
    to: null,
    startedAt: NOON,
    acceptedAt: null,
    endedAt: null,
    changedAt: NOON,
    ...over,
  };
}

/** A public text on the ticket of `ticketOf`; `over` says what is different. */
export function messageOf(sender: Person, over: Partial<Message> = {}): Message {
  return {
    id: nextUuid(),
    number: 1,
    ticketId: 501,
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
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    readBy: [],
    ...over,
  };
}
