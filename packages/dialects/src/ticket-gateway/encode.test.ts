import type { Signal } from "@ticketwire/core";
import { ANN, identityOf, messageOf, NOON, pictureOf, ticketOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import type { TicketScope } from "../dialect.js";
import { encode, history, welcome } from "./encode.js";
import { historyShape, newMessageShape } from "./shapes.js";

const ticket = ticketOf({ ref: "t-1", category: "payment", priority: "high" });
const scope: TicketScope = {
  ticket,
  audience: "public",
  joined: true,
  now: NOON,
  links: { to: ({ storedName }) => ({ path: `/f/${storedName}`, url: `https://chat.test/f/${storedName}` }) },
};

it("says who is connected", () => {
  expect(welcome(identityOf(ANN))).toEqual([
    { event: "connected", payload: { userId: "u-ann", message: "Connected as Ann Lee" } },
  ]);
});

it("says a message with every field of the model, its ticket and its sender", () => {
  const picture = pictureOf({ name: "parcel.png" });
  const message = messageOf(ANN, { attachments: [picture], kind: "image", text: "", clientId: "k1" });
  const frames = encode({ ...message, type: "message.posted", at: NOON, message }, scope);
  expect(frames).toEqual([
    {
      event: "new_message",
      payload: {
        ticketId: "t-1",
        timestamp: "2025-01-15T12:00:00.000Z",
        message: {
          id: message.id,
          ticketId: "t-1",
          senderId: "u-ann",
          message: null,
          attachments: [
            {
              id: picture.id,
              url: `https://chat.test/f/${picture.storedName}#${picture.id}`,
              name: "parcel.png",
              filename: picture.storedName,
              type: "image/png",
              mimeType: "image/png",
              size: 1234,
              uploadedAt: "2025-01-15T12:00:00.000Z",
            },
          ],
          messageType: "IMAGE",
          createdAt: "2025-01-15T12:00:00.000Z",
          updatedAt: "2025-01-15T12:00:00.000Z",
          clientId: "k1",
          ticket: {
            id: "t-1",
            subject: "Order delayed",
            category: "payment",
            priority: "high",
            status: "open",
          },
          sender: { id: "u-ann", name: "Ann Lee", email: "ann@example.com", role: "AGENT" },
        },
      },
    },
  ]);
  expect(newMessageShape.parse(frames[0]?.payload)).toEqual(frames[0]?.payload);
});

it("says who comes, goes, types and stops, each with who, where and when", () => {
  const events: Readonly<Record<Signal["type"], string>> = {
    "presence.joined": "user_joined",
    "presence.left": "user_left",
    "typing.started": "user_typing",
    "typing.stopped": "user_stopped_typing",
  };
  for (const [type, event] of Object.entries(events) as [Signal["type"], string][]) {
    expect(encode({ type, ticketId: ticket.id, person: ANN, audience: "public", at: NOON }, scope)).toEqual([
      {
        event,
        payload: {
          userId: "u-ann",
          userName: "Ann Lee",
          ticketId: "t-1",
          timestamp: "2025-01-15T12:00:00.000Z",
        },
      },
    ]);
  }
});

it("tells who has been taken off a ticket, and why", () => {
  const [left, error] = encode({ type: "evicted", ticketId: ticket.id, at: NOON }, scope);
  expect(left).toMatchObject({
    event: "left_ticket",
    payload: { ticketId: "t-1", reason: "access_revoked" },
  });
  expect(error).toMatchObject({ event: "error", payload: { type: "ACCESS_DENIED", code: "forbidden" } });
});

it("has no word for a change of the ticket", () => {
  const at = { seq: 2, hidden: 0, at: NOON, ticketId: ticket.id, audience: "public" } as const;
  expect(encode({ type: "ticket.updated", by: null, changed: ["status"], ...at }, scope)).toEqual([]);
});

it("says where a page lies, and the cursors of the pages beside it", () => {
  const messages = [1, 2, 3].map((number) => messageOf(ANN, { number, text: `m${number}` }));
  const head = { seq: 9, hidden: 0 };
  const middle = history(
    { messages, total: 7, hasOlder: true, hasNewer: true, head },
    { page: 2, limit: 3, before: undefined, after: undefined },
    ticket,
    scope,
  );
  expect(middle.pagination).toEqual({
    page: 2,
    limit: 3,
    total: 7,
    totalPages: 3,
    hasMore: true,
    hasNext: true,
    hasPrev: true,
    before: messages[0]?.id,
    after: messages[2]?.id,
  });
  expect(historyShape.parse(middle)).toEqual(middle);
  const nothing = history(
    { messages: [], total: 0, hasOlder: false, hasNewer: false, head },
    { before: undefined, after: undefined },
    ticket,
    scope,
  );
  expect(nothing.pagination).toMatchObject({
    page: 1,
    limit: 50,
    total: 0,
    totalPages: 0,
    before: null,
    after: null,
  });
});
