import {
  ChatError,
  type LogQuery,
  type LogStretch,
  type Message,
  type MessageKey,
  type MessagePage,
  type MessageQuery,
  maySee,
  type SearchQuery,
  type Store,
  seqFor,
} from "@ticketwire/core";
import type { MessageRecord } from "./records.js";
import type { Tables } from "./tables.js";
import { showEvent, showMessage } from "./views.js";

/** Reads a page of messages. */
export function readPage(tables: Tables, query: MessageQuery): MessagePage {
  const { ticketId, audience, limit, skip, before, after, within, deleted } = query;
  tables.expectTicket(ticketId);
  const messages = tables
    .messagesOf(ticketId, audience, within)
    .filter(({ deletedAt }) => deleted || deletedAt === null);
  let from: number;
  let to: number;
  if (after) {
    const cursor = cursorOf(tables, query, after, "after");
    from = Math.min(messages.length, messages.filter(({ seq }) => seq <= cursor.seq).length + skip);
    to = Math.min(messages.length, from + limit);
  } else {
    const cursor = before && cursorOf(tables, query, before, "before");
    const end = messages.filter(({ seq }) => !cursor || seq < cursor.seq).length;
    to = Math.max(0, end - skip);
    from = Math.max(0, to - limit);
  }
  return {
    messages: messages.slice(from, to).map((record) => showMessage(tables, record)),
    total: messages.length,
    hasOlder: from > 0,
    hasNewer: to < messages.length,
    head: tables.head(ticketId),
  };
}

/** Finds messages by their text, newest first. */
export function searchMessages(tables: Tables, query: SearchQuery): readonly Message[] {
  const { ticketId, audience, text, limit, before, within } = query;
  tables.expectTicket(ticketId);
  const cursor = before && cursorOf(tables, query, before, "before");
  return tables
    .messagesOf(ticketId, audience, within)
    .filter((one) => one.deletedAt === null && folded(one.text).includes(folded(text)))
    .filter(({ seq }) => !cursor || seq < cursor.seq)
    .reverse()
    .slice(0, limit)
    .map((record) => showMessage(tables, record));
}

/** Reads a stretch of a log. */
export function readStretch(tables: Tables, { ticketId, audience, after, limit }: LogQuery): LogStretch {
  tables.expectTicket(ticketId);
  const missed = tables.visible(ticketId, audience).filter((record) => seqFor(audience, record) > after);
  return {
    events: missed.slice(0, limit).map((record) => showEvent(tables, record)),
    head: tables.head(ticketId),
  };
}

/** See `Store.sessionChangesSince`. */
export function sessionChangesSince(
  tables: Tables,
  since: number,
): Awaited<ReturnType<Store["sessionChangesSince"]>> {
  return [...tables.logs.values()]
    .flat()
    .filter(({ type, at }) => type === "session.changed" && at >= since)
    .sort((a, b) => a.at - b.at || a.ticketId - b.ticketId || a.seq - b.seq)
    .slice(-1000)
    .map(({ ticketId, seq }) => ({ ticketId, seq }));
}

function cursorOf(
  tables: Tables,
  { ticketId, audience }: Pick<MessageQuery, "ticketId" | "audience">,
  key: MessageKey,
  field: "before" | "after",
): MessageRecord {
  const message = tables.message(key);
  if (message?.ticketId === ticketId && maySee(audience, message.audience)) return message;
  const name = "id" in key ? key.id : key.number;
  throw new ChatError("invalid", `${field} is ${name}, expected a message of this ticket`, { field });
}

/** Text without regard to case. Lower case alone would tell a final sigma from others. */
export function folded(text: string): string {
  return text.toLowerCase().toUpperCase();
}
