import {
  type AppendResult,
  type Audience,
  type LogPlace,
  type MessagesRead,
  type ReadRow,
  sideOf,
  type UnreadQuery,
} from "@ticketwire/core";
import type { MessageRecord } from "./records.js";
import { done } from "./results.js";
import type { Tables } from "./tables.js";
import { showEvent } from "./views.js";

/** Marks what somebody has read: what is new to them makes an event, or one for each audience when they name messages. */
export function markRead(tables: Tables, row: ReadRow): AppendResult {
  const { ticketId, audience, by, within, at } = row;
  const named = row.messages && new Set(row.messages);
  const read = tables
    .messagesOf(ticketId, audience, within)
    .filter((message) => isUnread(message, by) && (named === null || named.has(message.number)));
  for (const message of read) {
    tables.messages.set(message.id, { ...message, readBy: new Map([...message.readBy, [by, at]]) });
  }
  const events: readonly { meant: Audience; what: MessagesRead["what"] }[] = named
    ? (["public", "internal"] as const).flatMap((meant) => {
        const messages = read.filter((message) => message.audience === meant);
        const refs = messages.map(({ id, number }) => ({ id, number }));
        return refs.length > 0 ? { meant, what: { kind: "list", messages: refs } } : [];
      })
    : read.slice(0, 1).map((first) => ({
        meant: read.some((message) => message.audience === "public") ? "public" : "internal",
        what: { kind: "range", from: before(first), to: within?.to ?? tables.head(ticketId) },
      }));
  return done(
    events.map(({ meant, what }) =>
      showEvent(
        tables,
        tables.addToLog({ ticketId, at, audience: meant }, { type: "messages.read", by, what }),
      ),
    ),
  );
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
