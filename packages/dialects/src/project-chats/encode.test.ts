import type { Happening, Message, Signal } from "@ticketwire/core";
import { ANN, BOB, identityOf, messageOf, NOON, pictureOf, ticketOf, userOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import type { TicketScope } from "../dialect.js";
import { encode, meObject, userType } from "./encode.js";
import { meShape, messageEventShape } from "./shapes.js";

const ticket = ticketOf({ number: 7 });
const scope: TicketScope = {
  ticket,
  audience: "public",
  now: NOON,
  joined: true,
  links: { to: ({ storedName }) => ({ path: `/f/${storedName}`, url: `https://chat.test/f/${storedName}` }) },
};
const place = { seq: 2, hidden: 0, ticketId: ticket.id, audience: "public", at: NOON + 5000 } as const;
const AT = "2025-01-15T12:00:00.000Z";
const LATER = "2025-01-15T12:00:05.000Z";

function said(type: "message.posted" | "message.edited" | "message.deleted", message: Message): Happening {
  return type === "message.posted"
    ? { ...place, type, at: NOON, message }
    : { ...place, type, message, by: ANN };
}

it("says a message with every field it can have", () => {
  const picture = pictureOf({ name: "parcel.png" });
  const message = messageOf(ANN, {
    number: 456,
    attachments: [picture],
    kind: "image",
    text: "look",
    clientId: "k1",
    editedAt: NOON + 1000,
    updatedAt: NOON + 1000,
    replyTo: { id: "m-1", number: 455, isDeleted: false },
    reactions: [{ emoji: "👍", by: [BOB] }],
    readBy: [{ person: BOB, at: NOON + 5000 }],
  });
  const [frame, ...more] = encode(said("message.posted", message), scope);
  expect(frame).toEqual({
    event: "newMessage",
    payload: {
      chatId: 7,
      timestamp: AT,
      message: {
        id: 456,
        chatId: 7,
        senderId: ANN.number,
        message: "look",
        content: "look",
        messageType: "image",
        attachments: [
          {
            id: picture.id,
            url: `https://chat.test/f/${picture.storedName}#${picture.id}`,
            name: "parcel.png",
            mimeType: "image/png",
            size: 1234,
            uploadedAt: AT,
          },
        ],
        sender: {
          id: ANN.number,
          name: "Ann Lee",
          email: "ann@example.com",
          role: "agent",
          type: "employee",
        },
        replyToId: 455,
        reactions: [{ emoji: "👍", userIds: [BOB.number] }],
        readBy: [{ userId: BOB.number, readAt: LATER }],
        isRead: true,
        readAt: LATER,
        isEdited: true,
        editedAt: "2025-01-15T12:00:01.000Z",
        clientId: "k1",
        createdAt: AT,
        updatedAt: "2025-01-15T12:00:01.000Z",
      },
    },
  });
  expect(more).toEqual([]);
  expect(messageEventShape.strict().parse(frame?.payload)).toEqual(frame?.payload);
});

it("says null, false and nothing in a list where there is nothing", () => {
  const replyTo = { id: "m-1", number: 1, isDeleted: true };
  const [frame] = encode(said("message.posted", messageOf(ANN, { text: "", replyTo })), scope);
  expect(frame?.payload).toMatchObject({
    message: {
      message: "",
      content: "",
      attachments: [],
      replyToId: null,
      reactions: [],
      readBy: [],
      isRead: false,
      readAt: null,
      isEdited: false,
      editedAt: null,
      clientId: null,
    },
  });
});

it("says an edit and a reaction as the message is now, with the time of the change", () => {
  const message = messageOf(ANN, { number: 456, text: "hello again", editedAt: NOON + 5000 });
  const expected = {
    event: "messageUpdated",
    payload: {
      chatId: 7,
      timestamp: LATER,
      message: expect.objectContaining({ id: 456, chatId: 7, message: "hello again" }),
    },
  };
  expect(encode(said("message.edited", message), scope)).toEqual([expected]);
  expect(
    encode({ ...place, type: "message.reacted", message, by: BOB, emoji: "👍", on: true }, scope),
  ).toEqual([expected]);
});

it("says a deletion by the message's id alone", () => {
  expect(encode(said("message.deleted", messageOf(ANN, { number: 456 })), scope)).toEqual([
    { event: "messageDeleted", payload: { messageId: 456, chatId: 7, timestamp: LATER } },
  ]);
});

it("says to others which messages have been read, one by one", () => {
  const messages = [456, 457].map((number) => ({ id: `m-${number}`, number }));
  const read = { ...place, type: "messages.read", by: BOB } as const;
  expect(encode({ ...read, what: { kind: "list", messages } }, scope)).toEqual(
    [456, 457].map((messageId) => ({
      event: "messageRead",
      payload: { chatId: 7, messageId, userId: BOB.number, timestamp: LATER },
      exceptPersonId: BOB.id,
    })),
  );
  const [from, to] = [
    { seq: 1, hidden: 0 },
    { seq: 9, hidden: 0 },
  ];
  const everything = { kind: "range", covers: "public", from, to } as const;
  expect(encode({ ...read, what: everything }, scope)).toEqual([]);
});

it("says who comes, goes, types and stops, each with who, where and when", () => {
  const events: Readonly<Record<Signal["type"], readonly [string, object]>> = {
    "presence.joined": ["userJoined", {}],
    "presence.left": ["userLeft", {}],
    "typing.started": ["userTyping", { isTyping: true }],
    "typing.stopped": ["userTyping", { isTyping: false }],
  };
  for (const [type, [event, more]] of Object.entries(events) as [
    Signal["type"],
    readonly [string, object],
  ][]) {
    expect(encode({ type, ticketId: ticket.id, person: ANN, audience: "public", at: NOON }, scope)).toEqual([
      { event, payload: { chatId: 7, userId: ANN.number, timestamp: AT, ...more } },
    ]);
  }
});

it("tells who is a participant no more", () => {
  expect(encode({ type: "evicted", ticketId: ticket.id, at: NOON }, scope)).toMatchObject([
    { event: "error", payload: { code: "forbidden", chatId: 7 } },
  ]);
});

it("has no word for a change of the ticket", () => {
  expect(encode({ ...place, type: "ticket.updated", by: null, changed: ["status"] }, scope)).toEqual([]);
});

it("knows two kinds of people, by their own type before their role", () => {
  expect(userType({ type: null, role: "admin" })).toBe("admin");
  expect(userType({ type: "Super Admin", role: "agent" })).toBe("admin");
  expect(userType({ type: "EMPLOYEE", role: "admin" })).toBe("employee");
  expect(userType({ type: "Contractor", role: "admin" })).toBe("admin");
  for (const role of ["agent", "customer", "vendor", "bot"] as const) {
    expect(userType({ type: null, role })).toBe("employee");
  }
});

it("tells people what their own token says of them", () => {
  const user = userOf({ role: "employee", department: "Sales", permissions: ["chat:write"] });
  const me = meObject(identityOf(user));
  expect(me).toEqual({
    id: user.number,
    name: user.name,
    email: null,
    role: "employee",
    type: "employee",
    department: "Sales",
    permissions: ["chat:write"],
  });
  expect(meShape.strict().parse(me)).toEqual(me);
});
