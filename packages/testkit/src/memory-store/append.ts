import type { AppendResult, AppendRow } from "@ticketwire/core";
import { appendMessage } from "./append-message.js";
import { deleteMessage, editMessage, reactToMessage } from "./change-message.js";
import { markRead } from "./receipts.js";
import { refused } from "./results.js";
import { changeSession, openSession } from "./sessions.js";
import type { Tables } from "./tables.js";

/** Appends one row, or says why not. */
export function appendRow(tables: Tables, row: AppendRow): AppendResult {
  if (!tables.tickets.has(row.ticketId)) return refused("not_found", `no ticket ${row.ticketId}`);
  const by = row.type === "message.posted" ? row.senderId : row.by;
  if (!tables.users.has(by)) return refused("not_found", `no user ${by}`);
  switch (row.type) {
    case "message.posted":
      return appendMessage(tables, row);
    case "message.edited":
      return editMessage(tables, row);
    case "message.deleted":
      return deleteMessage(tables, row);
    case "message.reacted":
      return reactToMessage(tables, row);
    case "messages.read":
      return markRead(tables, row);
    case "session.opened":
      return openSession(tables, row);
    case "session.changed":
      return changeSession(tables, row);
  }
}
