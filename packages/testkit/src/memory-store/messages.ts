import {
  type AppendResult,
  ChatError,
  type LogQuery,
  type LogStretch,
  type MessageKey,
  type MessagePage,
  type MessageQuery,
  type MessageRow,
  seqFor,
} from "@ticketwire/core";
import type { MessageRecord, Tables } from "./tables.js";

/** Appends one row, or says why not. */
export function appendRow(tables: Tables, row: MessageRow): AppendResult {
  if (!tables.tickets.has(row.ticketId)) return refused("not_found", `no ticket ${row.ticketId}`);
  if (!tables.users.has(row.senderId)) return refused("invalid", `no user ${row.senderId}`);
  const key = row.clientId === null ? null : JSON.stringify([row.ticketId, row.senderId, row.clientId]);
  const said = key === null ? undefined : tables.keys.get(key);
  if (said && said.fingerprint === row.fingerprint)
    return { status: "duplicate", message: tables.message(said) };
  if (said) return refused("conflict", `client id ${row.clientId} was used for another message`);
  if (tables.messages.has(row.id)) return refused("conflict", `message id ${row.id} is taken`);
  const wrong = row.attachmentIds.find((id) => !mayHang(tables, id, row));
  if (wrong !== undefined) return refused("invalid", `no file ${wrong} of this sender waits on this ticket`);
  const place = tables.nextPlace(row.ticketId, row.audience);
  const record: MessageRecord = { ...row, ...place, number: tables.messages.size + 1 };
  tables.addToLog(record);
  tables.messages.set(row.id, record);
  if (key !== null) tables.keys.set(key, record);
  for (const id of row.attachmentIds) {
    const file = tables.files.get(id);
    if (file) tables.files.set(id, { ...file, audience: row.audience });
  }
  return {
    status: "stored",
    place,
    number: record.number,
    attachments: tables.attachments(row.attachmentIds),
  };
}

/** Reads a page of messages. */
export function readPage(tables: Tables, query: MessageQuery): MessagePage {
  const { ticketId, audience, limit, skip, before, after } = query;
  expectTicket(tables, ticketId);
  const messages = tables
    .visible(ticketId, audience)
    .filter((record): record is MessageRecord => record.type === "message.posted");
  let from: number;
  let to: number;
  if (after) {
    from = indexOf(messages, after, "after") + 1 + skip;
    to = Math.min(messages.length, from + limit);
  } else {
    const end = before ? indexOf(messages, before, "before") : messages.length;
    to = Math.max(0, end - skip);
    from = Math.max(0, to - limit);
  }
  return {
    messages: messages.slice(from, to).map((record) => tables.message(record)),
    total: messages.length,
    hasOlder: from > 0,
    hasNewer: to < messages.length,
    head: tables.head(ticketId),
  };
}

/** Reads a stretch of a log. */
export function readStretch(tables: Tables, { ticketId, audience, after, limit }: LogQuery): LogStretch {
  expectTicket(tables, ticketId);
  const missed = tables.visible(ticketId, audience).filter((record) => seqFor(audience, record) > after);
  return {
    events: missed.slice(0, limit).map((record) => tables.event(record)),
    head: tables.head(ticketId),
  };
}

/** Throws `not_found` for a ticket that is not there. */
export function expectTicket(tables: Tables, ticketId: number): void {
  if (!tables.tickets.has(ticketId)) throw new ChatError("not_found", `no ticket ${ticketId}`);
}

function indexOf(messages: readonly MessageRecord[], key: MessageKey, field: "before" | "after"): number {
  const index = messages.findIndex((message) =>
    "id" in key ? message.id === key.id : message.number === key.number,
  );
  if (index >= 0) return index;
  const name = "id" in key ? key.id : key.number;
  throw new ChatError("invalid", `${field} is ${name}, expected a message of this ticket`, { field });
}

function mayHang(tables: Tables, id: string, row: MessageRow): boolean {
  const file = tables.files.get(id);
  return file?.audience === null && file.ticketId === row.ticketId && file.uploaderId === row.senderId;
}

function refused(code: "not_found" | "invalid" | "conflict", message: string): AppendResult {
  return { status: "refused", code, message };
}
