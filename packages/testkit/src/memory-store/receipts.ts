import {
  type AppendResult,
  AUDIENCES,
  type Audience,
  type LogPlace,
  type MessagesRead,
  type ReadRow,
  seqFor,
  sideOf,
  type UnreadQuery,
} from "@ticketwire/core";
import type { MessageRecord } from "./records.js";
import { done } from "./results.js";
import type { Tables } from "./tables.js";
import { showEvent } from "./views.js";

/** Marks what somebody has read: what is new to them is told in one event for each audience it is for. */
export function markRead(tables: Tables, row: ReadRow): AppendResult {
  const { ticketId, audience, by, messages, within, at } = row;
  const read = tables
    .messagesOf(ticketId, audience, within)
    .filter((message) => isUnread(message, by) && (messages?.includes(message.number) ?? true));
  const to = within?.to ?? tables.head(ticketId);
  for (const message of read) {
    tables.messages.set(message.id, { ...message, readBy: new Map([...message.readBy, [by, at]]) });
  }
  const events = messages ? listsOf(read) : rangesOf(read, to, row.audience);
  return done(
    events.map(({ meant, what }) =>
      showEvent(
        tables,
        tables.addToLog({ ticketId, at, audience: meant }, { type: "messages.read", by, what }),
      ),
    ),
  );
}

/** What an event is to say, and to whom. */
interface News {
  readonly meant: Audience;
  readonly what: MessagesRead["what"];
}

/** The messages that were read, for each audience its own. */
function listsOf(read: readonly MessageRecord[]): readonly News[] {
  return AUDIENCES.flatMap((meant) => {
    const messages = read
      .filter((message) => message.audience === meant)
      .map(({ id, number }) => ({ id, number }));
    return messages.length > 0 ? { meant, what: { kind: "list", messages } } : [];
  });
}

/** The stretch from the first message that was read: public when there is anything public in it. */
function rangesOf(read: readonly MessageRecord[], to: LogPlace, covers: Audience): readonly News[] {
  const first = read[0];
  const open = read.find(({ audience }) => audience === "public");
  if (!first) return [];
  const range = (meant: Audience, from: LogPlace, end: LogPlace): News => ({
    meant,
    what: { kind: "range", covers, from, to: end },
  });
  if (!open) return [range("internal", before(first), to)];
  // S6: where the public event begins must not tell of a note that was read before it.
  const isTold = seqFor("public", before(first)) !== seqFor("public", before(open));
  return isTold
    ? [range("public", before(open), to), range("internal", before(first), before(open))]
    : [range("public", before(first), to)];
}

/** How many messages are unread by a person or a side. */
export function countUnread(tables: Tables, { ticketId, audience, by, within }: UnreadQuery): number {
  const messages = tables.messagesOf(ticketId, audience, within);
  if ("personId" in by) return messages.filter((message) => isUnread(message, by.personId)).length;
  const isOnSide = (personId: number): boolean => sideOf(tables.knownUser(personId).role) === by.side;
  return messages.filter(
    ({ senderId, kind, deletedAt, readBy }) =>
      deletedAt === null && kind !== "system" && !isOnSide(senderId) && ![...readBy.keys()].some(isOnSide),
  ).length;
}

function isUnread({ senderId, deletedAt, readBy }: MessageRecord, personId: number): boolean {
  return senderId !== personId && deletedAt === null && !readBy.has(personId);
}

/** The place in the log right before a message. */
function before({ seq, hidden, audience }: MessageRecord): LogPlace {
  return { seq: seq - 1, hidden: audience === "internal" ? hidden - 1 : hidden };
}
