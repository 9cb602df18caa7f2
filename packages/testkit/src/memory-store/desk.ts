import {
  ANSWER_WITHIN_MESSAGES,
  type CannedReply,
  ChatError,
  type EverywhereQuery,
  isAnswerOrQuestion,
  MAX_COUNTED_UNREAD,
  type Message,
  maySee,
  type PeopleQuery,
  type Person,
  type SummaryQuery,
  type TicketSearchQuery,
  type TicketSummary,
} from "@ticketwire/core";
import { folded } from "./read.js";
import { countUnread } from "./receipts.js";
import type { MessageRecord, TicketRecord } from "./records.js";
import type { Tables } from "./tables.js";
import { isOn, listTickets } from "./tickets.js";
import { showMessage, showPerson } from "./views.js";

/** What a list shows of a ticket. */
export function summaryOf(tables: Tables, { ticketId, audience, personId }: SummaryQuery): TicketSummary {
  tables.expectTicket(ticketId);
  const messages = tables.messagesOf(ticketId, audience).filter(({ deletedAt }) => deletedAt === null);
  const last = messages.at(-1);
  const unread = countUnread(tables, { ticketId, audience, by: { personId } });
  return {
    unread: Math.min(unread, MAX_COUNTED_UNREAD),
    lastMessage: last ? showMessage(tables, last) : null,
    waitingSince: waitingSince(
      tables,
      messages.filter((one) => one.audience === "public"),
    ),
  };
}

function waitingSince(tables: Tables, messages: readonly MessageRecord[]): number | null {
  const meaning = ({ kind, senderId }: MessageRecord) =>
    isAnswerOrQuestion({ kind, role: tables.knownUser(senderId).role });
  const recent = messages.slice(-ANSWER_WITHIN_MESSAGES);
  const open = recent.slice(recent.findLastIndex((message) => meaning(message) === "answer") + 1);
  return open.find((message) => meaning(message) === "question")?.at ?? null;
}

/** Finds tickets by ref, number, subject or people. */
export function searchTickets(tables: Tables, query: TicketSearchQuery): readonly TicketRecord[] {
  const wanted = folded(query.text);
  return listTickets(tables, { ...query, limit: Number.POSITIVE_INFINITY }).filter((ticket) => {
    const people = [...Object.values(ticket.related), ...ticket.participants].flatMap((id) =>
      id === null ? [] : showPerson(tables, id).name,
    );
    return [ticket.ref, `${ticket.number}`, ticket.subject ?? "", ...people].some((text) =>
      folded(text).includes(wanted),
    );
  });
}

/** Finds messages wherever they are, newest first. */
export function searchEverywhere(tables: Tables, query: EverywhereQuery): readonly Message[] {
  const { personId, audience, text, limit, before } = query;
  return [...tables.messages.values()]
    .filter(({ deletedAt, number }) => deletedAt === null && (before === null || number < before))
    .filter((one) => maySee(audience, one.audience) && folded(one.text).includes(folded(text)))
    .filter(({ ticketId }) => personId === null || isOn(tables.tickets.get(ticketId), personId))
    .sort((one, other) => other.number - one.number)
    .slice(0, limit)
    .map((record) => showMessage(tables, record));
}

/** Finds people by role, and by what they are called. */
export function findPeople(tables: Tables, { roles, text, limit }: PeopleQuery): readonly Person[] {
  return [...tables.users.values()]
    .filter(({ role }) => roles.includes(role))
    .filter(({ name, ref, email }) =>
      [name, ref, email ?? ""].some((said) => folded(said).includes(folded(text))),
    )
    .sort((one, other) => byName(one, other))
    .slice(0, limit)
    .map(({ id }) => showPerson(tables, id));
}

function byName(one: Person, other: Person): number {
  const [a, b] = [folded(one.name), folded(other.name)];
  return a === b ? one.id - other.id : a < b ? -1 : 1;
}

/** Everybody's canned replies and this person's. */
export function cannedReplies(tables: Tables, ownerId: number): readonly CannedReply[] {
  return [...tables.cannedReplies.values()]
    .filter((reply) => reply.ownerId === null || reply.ownerId === ownerId)
    .sort((one, other) =>
      one.shortcut === other.shortcut ? (one.id < other.id ? -1 : 1) : one.shortcut < other.shortcut ? -1 : 1,
    );
}

/** Creates or replaces a canned reply. */
export function putCannedReply(tables: Tables, reply: CannedReply, limit: number): void {
  const known = tables.cannedReplies.get(reply.id);
  const own = [...tables.cannedReplies.values()].filter(({ ownerId }) => ownerId === reply.ownerId);
  if (known && known.ownerId !== reply.ownerId)
    throw new ChatError("conflict", `id ${reply.id} is taken, expected a free one`, { field: "id" });
  if (own.some(({ id, shortcut }) => id !== reply.id && shortcut === reply.shortcut))
    throw new ChatError("conflict", `shortcut ${reply.shortcut} is taken, expected a free one`, {
      field: "shortcut",
    });
  if (!known && own.length >= limit)
    throw new ChatError("too_large", `there are ${limit} canned replies already, expected at most that`);
  tables.cannedReplies.set(reply.id, reply);
}

/** Forgets a canned reply of this owner; whether there was one. */
export function deleteCannedReply(tables: Tables, id: string, ownerId: number | null): boolean {
  return tables.cannedReplies.get(id)?.ownerId === ownerId && tables.cannedReplies.delete(id);
}
