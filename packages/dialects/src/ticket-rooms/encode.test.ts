import type { Happening } from "@ticketwire/core";
import {
  ANN,
  BOB,
  identityOf,
  messageOf,
  NOON,
  pictureOf,
  sessionOf,
  ticketOf,
  userOf,
} from "@ticketwire/testkit";
import { expect, it } from "vitest";
import type { TicketScope } from "../dialect.js";
import { encode, history, welcome } from "./encode.js";
import { authenticatedShape, historyShape, newMessageShape } from "./shapes.js";

const ticket = ticketOf({ ref: "t-1" });
const scope: TicketScope = {
  ticket,
  audience: "public",
  joined: true,
  now: NOON,
  links: { to: ({ storedName }) => ({ path: `/f/${storedName}`, url: `https://chat.test/f/${storedName}` }) },
};
const NOON_ISO = "2025-01-15T12:00:00.000Z";

it("says who has signed in, with every field, whatever is known of them", () => {
  expect(welcome(identityOf(BOB))).toEqual([
    {
      event: "authenticated",
      payload: {
        success: true,
        message: "Authenticated as Bob Ray",
        user: { id: "u-bob", _id: "u-bob", name: "Bob Ray", email: "", company: "Acme", type: "Client" },
      },
    },
  ]);
  const types: readonly [Parameters<typeof userOf>[0], string][] = [
    [{ role: "admin" }, "SuperAdmin"],
    [{ role: "agent" }, "SuperAdmin"],
    [{ role: "customer" }, "Client"],
    [{ role: "admin", type: "super_admin" }, "super_admin"],
  ];
  for (const [over, type] of types) {
    const [frame] = welcome(identityOf(userOf(over)));
    expect(authenticatedShape.parse(frame?.payload)).toMatchObject({ user: { type } });
  }
});

it("says a message with every field of the model, its sender and its files", () => {
  const picture = pictureOf({ name: "parcel.png" });
  const message = messageOf(BOB, { attachments: [picture], kind: "image", text: "", clientId: "k1" });
  const frames = encode({ ...message, type: "message.posted", at: NOON, message }, scope);
  expect(frames).toEqual([
    {
      event: "new_message",
      payload: {
        ticketId: "t-1",
        data: {
          _id: message.id,
          ticketId: "t-1",
          sender: { _id: "u-bob", name: "Bob Ray", email: "", company: "Acme" },
          senderModel: "Client",
          message: "",
          attachments: [
            {
              _id: picture.id,
              filename: picture.storedName,
              originalname: "parcel.png",
              mimetype: "image/png",
              size: 1234,
              path: `/f/${picture.storedName}`,
              url: `https://chat.test/f/${picture.storedName}`,
              uploadedAt: NOON_ISO,
            },
          ],
          clientId: "k1",
          createdAt: NOON_ISO,
          updatedAt: NOON_ISO,
          editedAt: null,
        },
      },
    },
  ]);
  expect(newMessageShape.parse(frames[0]?.payload)).toEqual(frames[0]?.payload);
});

it("knows two kinds of sender", () => {
  for (const [role, senderModel] of [
    ["customer", "Client"],
    ["admin", "SuperAdmin"],
    ["agent", "SuperAdmin"],
    ["bot", "SuperAdmin"],
  ] as const) {
    const message = messageOf(userOf({ role }));
    const [frame] = encode({ ...message, type: "message.posted", at: NOON, message }, scope);
    expect(frame?.payload).toMatchObject({ data: { senderModel } });
  }
});

it("says who types and who stops, with who, where and when", () => {
  const payload = { userId: "u-ann", userName: "Ann Lee", ticketId: "t-1", timestamp: NOON_ISO };
  const passing = { ticketId: ticket.id, person: ANN, audience: "public", at: NOON } as const;
  expect(encode({ type: "typing.started", ...passing }, scope)).toEqual([{ event: "user_typing", payload }]);
  expect(encode({ type: "typing.stopped", ...passing }, scope)).toEqual([
    { event: "user_stopped_typing", payload },
  ]);
});

it("tells who has been taken off a ticket, in the words for a ticket one may not see", () => {
  expect(encode({ type: "evicted", ticketId: ticket.id, at: NOON }, scope)).toEqual([
    {
      event: "left_ticket",
      payload: { ticketId: "t-1", message: "Access denied to this ticket", reason: "access_revoked" },
    },
    {
      event: "join_ticket_error",
      payload: expect.objectContaining({
        message: "Access denied to this ticket",
        code: "forbidden",
        ticketId: "t-1",
      }),
    },
  ]);
});

it("has no word for presence, receipts, reactions, edits, sessions and changes of the ticket", () => {
  const message = messageOf(ANN);
  const at = { seq: 2, hidden: 0, at: NOON, ticketId: ticket.id, audience: "public" } as const;
  const unsaid: readonly Happening[] = [
    { type: "presence.joined", person: ANN, ...at },
    { type: "presence.left", person: ANN, ...at },
    { type: "message.edited", message, by: ANN, ...at },
    { type: "message.deleted", message, by: ANN, ...at },
    { type: "message.reacted", message, by: ANN, emoji: "👍", on: true, ...at },
    { type: "messages.read", by: ANN, what: { kind: "list", messages: [message] }, ...at },
    { type: "ticket.updated", by: null, changed: ["status"], ...at },
    { type: "session.changed", session: sessionOf(), was: null, by: null, ...at },
  ];
  for (const happening of unsaid) expect(encode(happening, scope), happening.type).toEqual([]);
});

it("does not tell what has been taken back in the meantime", () => {
  const message = messageOf(ANN, { text: "", deletedAt: NOON });
  expect(encode({ ...message, type: "message.posted", at: NOON, message }, scope)).toEqual([]);
});

it("shows in the history when a message was put in other words", () => {
  const messages = [messageOf(ANN), messageOf(ANN, { editedAt: NOON + 1, updatedAt: NOON + 1 })];
  const page = { messages, total: 2, hasOlder: false, hasNewer: false, head: { seq: 3, hidden: 0 } };
  const loaded = history(page, { before: undefined, after: undefined }, ticket, scope);
  expect(historyShape.parse(loaded)).toEqual(loaded);
  expect(loaded.messages.map(({ editedAt }) => editedAt)).toEqual([null, "2025-01-15T12:00:00.001Z"]);
});
