import type { Happening, Message } from "@ticketwire/core";
import { ANN, BOB, messageOf, NOON, pictureOf, ticketOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { TicketScope } from "../dialect.js";
import { encode } from "./encode.js";
import { messageRow, ticketRow } from "./rows.js";
import { messageShape } from "./shapes.js";

const links: TicketScope["links"] = {
  to: ({ storedName }) => ({ path: `/f/${storedName}`, url: `https://chat.test/f/${storedName}` }),
};
const ticket = ticketOf({ number: 5 });
const scope: TicketScope = { ticket, audience: "public", joined: true, now: NOON, links };
const timestamp = "2025-01-15T12:00:00.000Z";
const fact = { ticketId: ticket.id, seq: 1, hidden: 0, audience: "public", at: NOON } as const;

function posted(message: Message): unknown {
  return encode({ ...fact, type: "message.posted", message }, scope)[0]?.payload;
}

describe("NEW_MESSAGE", () => {
  it("has the documented fields and nothing more for a plain text", () => {
    expect(posted(messageOf(ANN, { number: 9, text: "hi" }))).toEqual({
      ticketId: 5,
      message: "hi",
      userType: "agent",
      agentName: "Ann Lee",
      customerName: null,
      messageId: 9,
      timestamp,
    });
  });

  it("says what a plain text does not have", () => {
    const picture = pictureOf();
    const said = messageOf(BOB, {
      attachments: [picture],
      clientId: "k",
      replyTo: { id: "x", number: 3, isDeleted: false },
    });
    expect(posted(said)).toMatchObject({
      userType: "customer",
      agentName: null,
      customerName: BOB.name,
      parentMessageId: 3,
      clientId: "k",
      attachments: [{ id: picture.id, url: `https://chat.test/f/${picture.storedName}#${picture.id}` }],
    });
    const orphan = messageOf(BOB, { replyTo: { id: "x", number: 3, isDeleted: true } });
    expect(posted(orphan)).not.toHaveProperty("parentMessageId");
  });
});

describe("a row", () => {
  it("is what the schema says", () => {
    const reactions = [{ emoji: "👍", by: [ANN, BOB] }];
    const message = messageOf(BOB, { attachments: [pictureOf()], reactions, editedAt: NOON });
    const row = messageRow(message, ticket, links);
    expect(messageShape.parse(row)).toEqual(row);
    expect(row).toMatchObject({
      is_edited: true,
      edited_at: timestamp,
      reactions: [{ emoji: "👍", count: 2, user_ids: [ANN.number, BOB.number] }],
    });
  });

  it("is read once somebody of the other side has read it, at the time the first did", () => {
    const read = (...readBy: Message["readBy"]) => messageRow(messageOf(ANN, { readBy }), ticket, links);
    const gus = { ...ANN, id: 77, number: 77 };
    expect(read()).toMatchObject({ is_read: false, read_at: null });
    expect(read({ person: gus, at: NOON })).toMatchObject({ is_read: false, read_at: null });
    expect(
      read({ person: gus, at: NOON - 5 }, { person: BOB, at: NOON }, { person: BOB, at: NOON + 5 }),
    ).toMatchObject({ is_read: true, read_at: timestamp });
  });

  it("of a ticket without a customer is named after who made it", () => {
    const { related } = ticket;
    expect(ticketRow({ ...ticket, related: { ...related, customer: null, creator: ANN } }).name).toBe(
      "Ann Lee",
    );
  });
});

it("has a frame for a span that was read, and for a list", () => {
  const from = { seq: 0, hidden: 0 };
  const read = (what: Extract<Happening, { type: "messages.read" }>["what"]) =>
    encode({ ...fact, type: "messages.read", by: ANN, what }, scope);
  const payload = { ticketId: 5, userId: ANN.number, userType: "agent", timestamp };
  expect(read({ kind: "range", covers: "public", from, to: from })).toEqual([
    { event: "MESSAGES_READ", payload: { ...payload, messageIds: null } },
  ]);
  expect(read({ kind: "list", messages: [{ id: "a", number: 4 }] })).toEqual([
    { event: "MESSAGES_READ", payload: { ...payload, messageIds: [4] } },
  ]);
});

it("has no word for presence and for changes of the ticket", () => {
  const passing = { ticketId: ticket.id, person: ANN, audience: "public", at: NOON } as const;
  expect(encode({ ...passing, type: "presence.joined" }, scope)).toEqual([]);
  expect(encode({ ...passing, type: "presence.left" }, scope)).toEqual([]);
  expect(encode({ ...fact, type: "ticket.updated", by: null, changed: ["status"] }, scope)).toEqual([]);
});
