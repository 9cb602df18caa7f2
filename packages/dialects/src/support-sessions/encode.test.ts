import type {
  Happening,
  MessagesRead,
  Session,
  SessionChanged,
  SessionStatus,
  Ticket,
} from "@ticketwire/core";
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
import { describe, expect, it } from "vitest";
import type { Frame, TicketScope } from "../dialect.js";
import { encode, welcome } from "./encode.js";
import { followsSession } from "./follow.js";
import { messageObject, sessionObject } from "./objects.js";
import { messageShape, sessionShape } from "./shapes.js";

const TIME = "2025-01-15T12:00:00.000Z";
const MAX = userOf({ ref: "u-max", name: "Max Orr" });
const links = {
  to: ({ storedName }: { readonly storedName: string }) => ({
    path: `/f/${storedName}`,
    url: `https://chat.test/f/${storedName}`,
  }),
};

function scopeOf(session: Session | null, over: Partial<TicketScope> = {}): TicketScope {
  const ticket: Ticket = ticketOf({ ref: "t-1", session });
  return { ticket, audience: "public", joined: true, now: NOON, links, ...over };
}

function namesOf(frames: readonly Frame[]): readonly string[] {
  return frames.map(({ event }) => event);
}

const place = { ticketId: 501, seq: 5, hidden: 0, at: NOON, audience: "public" } as const;

it("says who is connected", () => {
  expect(welcome(identityOf(ANN))).toEqual([
    {
      event: "connected",
      payload: { user_id: "u-ann", name: "Ann Lee", role: "agent", message: "Connected as Ann Lee" },
    },
  ]);
});

describe("objects", () => {
  it("say every field of a message", () => {
    const picture = pictureOf();
    const session = sessionOf({ id: "s-1" });
    const answered = { id: "m-0", number: 1, isDeleted: false };
    const message = messageOf(BOB, {
      id: "m-1",
      text: "look",
      kind: "image",
      attachments: [picture],
      clientId: "k1",
      editedAt: NOON,
      replyTo: answered,
      reactions: [{ emoji: "+1", by: [ANN] }],
      readBy: [{ person: ANN, at: NOON }],
    });
    const shown = messageObject(message, session, links);
    expect(shown).toEqual({
      id: "m-1",
      session_id: "s-1",
      content: "look",
      message_type: "image",
      sender_id: "u-bob",
      sender_name: "Bob Ray",
      sender_role: "customer",
      created_at: TIME,
      updated_at: TIME,
      is_edited: true,
      edited_at: TIME,
      deleted_at: null,
      reply_to: "m-0",
      temp_id: "k1",
      attachments: [
        {
          id: picture.id,
          file_name: "parcel.png",
          file_url: `/f/${picture.storedName}#${picture.id}`,
          file_size: 1234,
          file_type: "image/png",
          url: `https://chat.test/f/${picture.storedName}`,
          created_at: TIME,
        },
      ],
      reactions: [{ emoji: "+1", user_ids: ["u-ann"] }],
      read_by: [{ user_id: "u-ann", read_at: TIME }],
    });
    expect(messageShape.parse(shown)).toEqual(shown);
    const gone = messageOf(BOB, { replyTo: { ...answered, isDeleted: true } });
    expect(messageObject(gone, session, links).reply_to).toBeNull();
  });

  it("say whose side a sender is on, and the system's", () => {
    const session = sessionOf();
    const roles = {
      customer: "customer",
      admin: "admin",
      agent: "agent",
      vendor: "agent",
      bot: "agent",
    } as const;
    for (const [role, sender_role] of Object.entries(roles)) {
      const sender = userOf({ role: role as keyof typeof roles });
      expect(messageObject(messageOf(sender), session, links)).toMatchObject({ sender_role });
    }
    const note = messageOf(userOf({ role: "bot" }), { kind: "system" });
    expect(messageObject(note, session, links).sender_role).toBe("system");
  });

  it("say every field of a session, and of it what its client said before what its ticket says", () => {
    const context = { restaurant_id: "r-1", subject: "Cold food", order: "4711" };
    const session = sessionOf({ id: "s-1", status: "paused", agent: ANN, context, acceptedAt: NOON });
    const shown = sessionObject(
      session,
      ticketOf({ ref: "t-1", number: 7, subject: "Late", priority: "high" }),
    );
    expect(shown).toEqual({
      id: "s-1",
      ticket_id: "t-1",
      ticket_number: 7,
      subject: "Cold food",
      category: null,
      priority: "high",
      status: "waiting",
      restaurant_id: "r-1",
      context: { order: "4711" },
      customer_id: "u-bob",
      customer_name: "Bob Ray",
      customer_email: null,
      agent_id: "u-ann",
      agent_name: "Ann Lee",
      created_at: TIME,
      updated_at: TIME,
      accepted_at: TIME,
      closed_at: null,
    });
    expect(sessionShape.parse(shown)).toEqual(shown);
  });
});

describe("what happens on a ticket", () => {
  const open = sessionOf({ id: "s-1", from: { seq: 3, hidden: 0 } });
  const closed = sessionOf({ ...open, status: "closed", to: { seq: 6, hidden: 0 } });
  const posted = (seq: number): Happening => ({
    ...place,
    seq,
    type: "message.posted",
    message: messageOf(BOB, { seq }),
  });
  const signal = (type: "typing.started" | "typing.stopped" | "presence.joined" | "presence.left") =>
    ({ type, ticketId: 501, person: ANN, audience: "public", at: NOON }) as const;

  it("is the session's when it lies in it", () => {
    expect(namesOf(encode(posted(4), scopeOf(open)))).toEqual(["new_message"]);
    for (const [seq, session] of [
      [3, open],
      [7, closed],
      [4, null],
    ] as const) {
      expect(encode(posted(seq), scopeOf(session))).toEqual([]);
    }
    expect(encode(posted(4), scopeOf(open))[0]?.payload).toMatchObject({
      session_id: "s-1",
      message: { session_id: "s-1" },
    });
  });

  it("is said of typing while the session is open, of presence as long as anybody looks", () => {
    expect(encode(signal("typing.started"), scopeOf(open))).toEqual([
      { event: "user_typing", payload: { session_id: "s-1", user_id: "u-ann", user_name: "Ann Lee" } },
    ]);
    expect(namesOf(encode(signal("typing.stopped"), scopeOf(open)))).toEqual(["typing_stopped"]);
    expect(encode(signal("typing.started"), scopeOf(closed))).toEqual([]);
    expect(encode(signal("presence.joined"), scopeOf(closed))).toEqual([
      {
        event: "user_joined",
        payload: { session_id: "s-1", user_id: "u-ann", name: "Ann Lee", role: "agent" },
      },
    ]);
    expect(namesOf(encode(signal("presence.left"), scopeOf(open)))).toEqual(["user_left"]);
    expect(encode(signal("presence.left"), scopeOf(null))).toEqual([]);
  });

  it("says what has been read to the others, when any of it can lie in the session", () => {
    const read = (what: MessagesRead["what"]): Happening => ({
      ...place,
      type: "messages.read",
      by: ANN,
      what,
    });
    const range = (from: number, to: number): MessagesRead["what"] => ({
      kind: "range",
      covers: "public",
      from: { seq: from, hidden: 0 },
      to: { seq: to, hidden: 0 },
    });
    const said = { session_id: "s-1", user_id: "u-ann", read_at: TIME };
    expect(encode(read(range(0, 5)), scopeOf(open))).toEqual([
      { event: "messages_read", exceptPersonId: ANN.id, payload: said },
    ]);
    expect(encode(read({ kind: "list", messages: [{ id: "m-1", number: 1 }] }), scopeOf(open))).toEqual([
      { event: "messages_read", exceptPersonId: ANN.id, payload: { ...said, message_ids: ["m-1"] } },
    ]);
    expect(encode(read(range(0, 3)), scopeOf(open))).toEqual([]);
    expect(encode(read(range(6, 9)), scopeOf(closed))).toEqual([]);
  });

  it("has no word for edits, deletions, reactions and the ticket itself", () => {
    const message = messageOf(BOB, { seq: 4 });
    const silent: Happening[] = [
      { ...place, type: "message.edited", message, by: BOB },
      { ...place, type: "message.deleted", message, by: BOB },
      { ...place, type: "message.reacted", message, by: BOB, emoji: "+1", on: true },
      { ...place, type: "ticket.updated", by: null, changed: ["status"] },
    ];
    for (const one of silent) expect(encode(one, scopeOf(open)), one.type).toEqual([]);
  });
});

describe("a session's change", () => {
  const changed = (
    status: SessionStatus,
    was: SessionStatus | null,
    over: Partial<Session> = {},
  ): SessionChanged => ({
    ...place,
    type: "session.changed",
    session: sessionOf({ id: "s-1", status, ...over }),
    was,
    by: BOB,
  });

  it("is said with all there is to who has joined and to who it is of, else in few words", () => {
    const cases: readonly (readonly [SessionChanged, string | null])[] = [
      [changed("waiting", null), null],
      [changed("active", "waiting", { agent: ANN }), "chat_accepted"],
      [changed("active", "paused", { agent: ANN }), "chat_accepted"],
      [changed("active", "resolved", { agent: ANN }), null],
      [changed("resolved", "active", { agent: ANN }), null],
      [changed("waiting", "active"), null],
      [changed("closed", "waiting"), "chat_closed"],
      [changed("closed", "active", { agent: ANN }), "chat_closed"],
    ];
    for (const [event, more] of cases) {
      const { session } = event;
      const status = ["session_status_changed"];
      const all = more ? [more, ...status] : status;
      expect(namesOf(encode(event, scopeOf(session)))).toEqual(all);
      const afar = (me: Parameters<typeof identityOf>[0]) =>
        namesOf(encode(event, scopeOf(session, { joined: false, me: identityOf(me) })));
      expect(afar(BOB)).toEqual(all);
      expect(afar(MAX)).toEqual(status);
      expect(
        namesOf(encode({ ...event, by: MAX }, scopeOf(session, { joined: false, me: identityOf(MAX) }))),
      ).toEqual(all);
      if (session.agent) expect(afar(ANN)).toEqual(all);
    }
  });

  it("names who closed it; nobody did when nobody is known to", () => {
    const [first] = encode({ ...changed("closed", "active"), by: null }, scopeOf(sessionOf()));
    expect(first?.payload).toMatchObject({ closed_by: null });
  });

  it("is followed by its people, by admins, and by agents as far as it touches the queue", () => {
    const ada = userOf({ role: "admin" });
    const eve = userOf({ role: "customer" });
    const vic = userOf({ role: "vendor" });
    const follow = (event: SessionChanged): readonly string[] =>
      [BOB, ANN, MAX, ada, eve, vic]
        .filter((one) => followsSession(identityOf(one), event))
        .map(({ ref }) => ref);
    const parties = ["u-bob", "u-ann", ada.ref];
    expect(follow(changed("waiting", null))).toEqual(["u-bob", "u-ann", "u-max", ada.ref]);
    expect(follow(changed("active", "waiting", { agent: ANN }))).toEqual([
      "u-bob",
      "u-ann",
      "u-max",
      ada.ref,
    ]);
    expect(follow(changed("waiting", "active"))).toEqual(["u-bob", "u-ann", "u-max", ada.ref]);
    expect(follow(changed("resolved", "active", { agent: ANN }))).toEqual(parties);
    expect(follow(changed("closed", "active", { agent: ANN }))).toEqual(parties);
  });
});

describe("who is taken off", () => {
  const evicted = { type: "evicted", ticketId: 501, at: NOON } as const;
  const active = sessionOf({ id: "s-1", status: "active", agent: ANN });

  it("hears why: an agent also who has the session now", () => {
    const told = (me: Parameters<typeof identityOf>[0]) =>
      encode(evicted, scopeOf(active, { me: identityOf(me) }));
    expect(told(MAX)).toMatchObject([
      {
        event: "session_status_changed",
        payload: { session_id: "s-1", status: "active", agent_id: "u-ann" },
      },
      { event: "error", payload: { code: "forbidden", reason: "access_revoked", session_id: "s-1" } },
    ]);
    expect(namesOf(told(userOf({ role: "customer" })))).toEqual(["error"]);
    expect(told(BOB)).toMatchObject([
      { event: "session_status_changed" },
      { event: "error", payload: { reason: "join_again" } },
    ]);
    expect(namesOf(encode(evicted, scopeOf(active)))).toEqual(["error"]);
  });
});
