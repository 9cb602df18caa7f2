import type { MessagePreview, NewsFrame, PersonView, TicketNewsView } from "@ticketwire/protocol";
import { expect, test } from "vitest";
import type { DeskTicket } from "./desk-state.js";
import { DeskTickets } from "./desk-tickets.js";
import { fillPlaceholders } from "./placeholders.js";

const time = (minute: number): string => `2025-01-15T12:${String(minute).padStart(2, "0")}:00.000Z`;

function person(ref: string): PersonView {
  return { ref, number: 1, name: `${ref} Ray`, role: "agent", company: null };
}

function ticketOf(ref: string, over: Partial<DeskTicket> = {}): DeskTicket {
  const people = { customer: person("u-bob"), creator: null, assignee: null, vendor: null, verifier: null };
  const facts = { subject: "Parcel", category: null, priority: null, status: "open", session: null };
  const times = { createdAt: time(0), updatedAt: time(0), waitingSince: null };
  return {
    ref,
    number: 7,
    ...facts,
    people,
    participants: [],
    ...times,
    unread: 0,
    lastMessage: null,
    ...over,
  };
}

const mine = (ref: string, over: Partial<DeskTicket> = {}): DeskTicket => {
  const ticket = ticketOf(ref, over);
  return { ...ticket, people: { ...ticket.people, assignee: person("u-ann") } };
};

/** A ticket whose session began to wait at this minute. */
function waiting(ref: string, minute: number): DeskTicket {
  const who = { customer: person("u-bob"), agent: null, context: {} };
  const times = { startedAt: time(minute), acceptedAt: null, endedAt: null, changedAt: time(minute) };
  return ticketOf(ref, {
    session: { id: ref, number: 1, ticket: ref, status: "waiting", ...who, ...times },
  });
}

function preview(id: string, minute: number, sender = "u-bob"): MessagePreview {
  const said = { kind: "text", audience: "public", text: id, attachments: 0 } as const;
  return { id, sender: person(sender), ...said, createdAt: time(minute) };
}

function newsOf(ticket: DeskTicket, over: Partial<TicketNewsView> = {}): NewsFrame {
  const { unread: _unread, lastMessage: _last, waitingSince: _since, ...facts } = ticket;
  const nothing = { said: [], readBy: [], altered: [], lastMessage: null, answered: false, askedAt: null };
  return { at: time(9), tickets: [{ ticket: facts, ...nothing, ...over }], more: false };
}

function deskWith(...tickets: readonly DeskTicket[]): DeskTickets {
  const desk = new DeskTickets(() => "u-ann");
  desk.put(tickets);
  return desk;
}

test("counts what others said, and since when nobody has answered", () => {
  const ticket = mine("t-1");
  const desk = deskWith(ticket);
  const asked = { said: [{ by: "u-bob", count: 2 }], lastMessage: preview("m-2", 2), askedAt: time(1) };
  expect(desk.apply(newsOf(ticket, asked))).toEqual([]);
  expect(desk.lists.mine[0]).toMatchObject({ unread: 2, waitingSince: time(1), lastMessage: { id: "m-2" } });
  desk.apply(newsOf(ticket, { ...asked, askedAt: time(3) }));
  expect(desk.lists.mine[0]).toMatchObject({ unread: 4, waitingSince: time(1) });
  desk.apply(newsOf(ticket, { said: [{ by: "u-ann", count: 1 }], answered: true }));
  expect(desk.lists.mine[0]).toMatchObject({ unread: 4, waitingSince: null });
  desk.apply(newsOf(ticket, { answered: true, askedAt: time(5) }));
  expect(desk.lists).toMatchObject({ unread: 4, mine: [{ waitingSince: time(5) }] });
});

test("says which tickets have to be read again: read by oneself, last message altered, newly one's own", () => {
  const ticket = mine("t-1", { lastMessage: preview("m-1", 1) });
  const desk = deskWith(ticket);
  expect(desk.apply(newsOf(ticket, { readBy: ["u-eve"], altered: ["m-0"] }))).toEqual([]);
  expect(desk.apply(newsOf(ticket, { readBy: ["u-ann"] }))).toEqual(["t-1"]);
  expect(desk.apply(newsOf(ticket, { altered: ["m-1"] }))).toEqual(["t-1"]);
  expect(desk.apply(newsOf(mine("t-2")))).toEqual(["t-2"]);
  expect(desk.apply(newsOf(ticketOf("t-3")))).toEqual([]);
  expect(desk.lists.all.map(({ ref }) => ref).sort()).toEqual(["t-1", "t-2", "t-3"]);
});

test("puts who waits longest first, in the queue and among one's own", () => {
  const desk = deskWith(
    waiting("t-1", 5),
    waiting("t-2", 3),
    mine("t-3", { updatedAt: time(8) }),
    mine("t-4", { waitingSince: time(7) }),
    mine("t-5", { waitingSince: time(6) }),
    mine("t-6", { status: "closed" }),
  );
  expect(desk.lists.queue.map(({ ref }) => ref)).toEqual(["t-2", "t-1"]);
  expect(desk.lists.mine.map(({ ref }) => ref)).toEqual(["t-5", "t-4", "t-3"]);
});

test("shows the queue as far as it has been read, and what began to wait since once it gets there", () => {
  const [first, second, third] = [waiting("t-1", 1), waiting("t-2", 2), waiting("t-3", 3)];
  const desk = deskWith(first);
  desk.readQueueTo(first);
  desk.apply(newsOf(third));
  expect(desk.lists.queue.map((ticket) => ticket.ref)).toEqual(["t-1"]);
  desk.put([second]);
  desk.readQueueTo(undefined);
  expect(desk.lists.queue.map((ticket) => ticket.ref)).toEqual(["t-1", "t-2", "t-3"]);
});

test("[S16] says what was in the queue or one's own and is listed no more: news of it got lost", () => {
  const [first, second, own] = [waiting("t-1", 1), waiting("t-2", 2), mine("t-3")];
  const desk = deskWith(first, second, own);
  const next = { queue: null, all: null };
  const found = { queue: [second], mine: [], isAllMine: true, all: [own], next };
  expect(desk.take(found)).toEqual(["t-1", "t-3"]);
  expect(desk.take({ ...found, isAllMine: false })).toEqual(["t-1"]);
  expect(desk.take({ ...found, queue: [first, second], mine: [own] })).toEqual([]);
});

test("fills placeholders of canned replies, and leaves those it does not know", () => {
  const at = { ticket: ticketOf("t-1"), me: person("Ann") };
  expect(
    fillPlaceholders("Hi {{ customer.first }}, on {{ticket.number}}: {{x.y}} – {{agent.name}}", at),
  ).toBe("Hi u-bob, on 7: {{x.y}} – Ann Ray");
  expect(fillPlaceholders("{{customer.name}}", { ticket: null, me: null })).toBe("{{customer.name}}");
});
