import type { AppendResult, DeleteRow, EditRow, ReactionRow } from "@ticketwire/core";
import type { LogFact, MessageRecord, Said } from "./records.js";
import { done, refused } from "./results.js";
import type { Tables } from "./tables.js";
import { showAttachments, showEvent } from "./views.js";

/** The most different emojis one message can have. */
const MAX_EMOJIS = 20;

/** Gives a message another text. */
export function editMessage(tables: Tables, row: EditRow): AppendResult {
  const message = messageAt(tables, row);
  if (!message || message.deletedAt !== null) return notThere(row);
  if (message.text === row.text) return done([]);
  const { type, by, text, at } = row;
  const edited = { ...message, text, editedAt: at, updatedAt: at };
  return done(record(tables, row, edited, { type, message: message.id, by }));
}

/** Takes a message back. Who read it stays known. */
export function deleteMessage(tables: Tables, row: DeleteRow): AppendResult {
  const message = messageAt(tables, row);
  if (!message) return notThere(row);
  if (message.deletedAt !== null) return done([]);
  const { type, by, at } = row;
  const dropped = showAttachments(tables, message.attachmentIds).map(({ storedName }) => storedName);
  for (const id of message.attachmentIds) tables.files.delete(id);
  const nothing = { text: "", attachmentIds: [], reactions: [] };
  const deleted = { ...message, ...nothing, deletedAt: at, updatedAt: at };
  return done(record(tables, row, deleted, { type, message: message.id, by }), dropped);
}

/** Puts an emoji on a message, or takes it off. */
export function reactToMessage(tables: Tables, row: ReactionRow): AppendResult {
  const message = messageAt(tables, row);
  if (!message || message.deletedAt !== null) return notThere(row);
  const { type, by, emoji, on } = row;
  const others = message.reactions.filter((one) => one.emoji !== emoji || one.personId !== by);
  const wasOn = others.length < message.reactions.length;
  if (wasOn === on) return done([]);
  const reactions = on ? [...others, { emoji, personId: by }] : others;
  if (new Set(reactions.map((one) => one.emoji)).size > MAX_EMOJIS) {
    return refused("invalid", `message has ${MAX_EMOJIS} different emojis, expected no more`, {
      field: "emoji",
    });
  }
  const reacted = { ...message, reactions };
  return done(record(tables, row, reacted, { type, message: message.id, by, emoji, on }));
}

function record(
  tables: Tables,
  { ticketId, at }: Omit<LogFact, "audience">,
  after: MessageRecord,
  said: Said,
) {
  tables.messages.set(after.id, after);
  return [showEvent(tables, tables.addToLog({ ticketId, at, audience: after.audience }, said))];
}

function messageAt(
  tables: Tables,
  { message, ticketId }: EditRow | DeleteRow | ReactionRow,
): MessageRecord | undefined {
  const found = tables.message({ number: message });
  return found?.ticketId === ticketId ? found : undefined;
}

function notThere({ message }: EditRow | DeleteRow | ReactionRow): AppendResult {
  return refused("not_found", `no message ${message} on this ticket`, { field: "message" });
}
