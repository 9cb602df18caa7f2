import {
  type AppendResult,
  type Attachment,
  type MessageKind,
  type MessageRow,
  maySee,
} from "@ticketwire/core";
import type { MessageRecord } from "./records.js";
import { refused } from "./results.js";
import { reopenSession } from "./sessions.js";
import type { Tables } from "./tables.js";
import { showAttachments, showMessage, showReplyTo } from "./views.js";

/** Appends a message, unless its sender has said it before. */
export function appendMessage(tables: Tables, row: MessageRow): AppendResult {
  const { ticketId, senderId, clientId, audience, attachmentIds, at } = row;
  const key = clientId === null ? null : JSON.stringify([ticketId, senderId, clientId]);
  const said = tables.messages.get(tables.keys.get(key ?? "") ?? "");
  if (said) {
    if (isSame(tables, said, row)) return { status: "duplicate", message: showMessage(tables, said) };
    return refused("conflict", `client id ${clientId} was used for another message`, { field: "clientId" });
  }
  const wrong = whatIsWrong(tables, row);
  if (wrong) return wrong;
  const attachments = showAttachments(tables, attachmentIds);
  const record: MessageRecord = {
    id: row.id,
    number: tables.messages.size + 1,
    ticketId,
    ...tables.nextPlace(ticketId, audience),
    senderId,
    audience,
    kind: row.kind ?? kindFor(attachments),
    text: row.text,
    attachmentIds,
    replyTo: row.replyTo && (tables.message(row.replyTo)?.id ?? null),
    clientId,
    fingerprint: row.fingerprint,
    digests: attachments.map(({ digest }) => digest),
    reactions: [],
    readBy: new Map(),
    at,
    updatedAt: at,
    editedAt: null,
    deletedAt: null,
  };
  tables.messages.set(row.id, record);
  tables.addToLog(row, { type: row.type, message: row.id });
  if (key !== null) tables.keys.set(key, row.id);
  for (const id of attachmentIds) {
    const file = tables.files.get(id);
    if (file) tables.files.set(id, { ...file, ticketId, audience });
  }
  const { number, kind, seq, hidden } = record;
  const place = { seq, hidden };
  const replyTo = showReplyTo(tables, record.replyTo);
  const then = row.reopens && audience === "public" ? reopenSession(tables, row) : [];
  return { status: "stored", place, number, kind, attachments, replyTo, then };
}

/** Whether a message is sent again: the same body, and files of the same content. */
function isSame(tables: Tables, said: MessageRecord, row: MessageRow): boolean {
  const { fingerprint, attachmentIds, senderId } = row;
  if (fingerprint !== said.fingerprint || attachmentIds.length !== said.digests.length) return false;
  return attachmentIds.every((id, index) => {
    const file = tables.files.get(id);
    // The files of a deleted message are gone, and were its own as far as anybody can tell.
    if (!file) return said.deletedAt !== null;
    return file.uploaderId === senderId && file.attachment.digest === said.digests[index];
  });
}

function whatIsWrong(tables: Tables, row: MessageRow): AppendResult | undefined {
  const { ticketId, audience, session, replyTo } = row;
  if (session !== null && tables.openSession(ticketId)?.number !== session) {
    return refused("conflict", "session is closed, expected an open one", { field: "session" });
  }
  const original = replyTo && tables.message(replyTo);
  const isThere = original?.ticketId === ticketId && original.deletedAt === null;
  if (replyTo && !(isThere && maySee(audience, original.audience))) {
    const name = "id" in replyTo ? replyTo.id : replyTo.number;
    return refused("invalid", `replyTo is ${name}, expected a message of this ticket`, { field: "replyTo" });
  }
  const wrong = row.attachmentIds.find(
    (id, index, all) => !mayHang(tables, id, row) || all.indexOf(id) < index,
  );
  if (wrong !== undefined) {
    return refused("invalid", `attachments names ${wrong}, expected files of this ticket and sender`, {
      field: "attachments",
    });
  }
  return tables.messages.has(row.id) ? refused("conflict", `message id ${row.id} is taken`) : undefined;
}

function mayHang(tables: Tables, id: string, { ticketId, senderId }: MessageRow): boolean {
  const file = tables.files.get(id);
  const isHere = file?.ticketId === null || file?.ticketId === ticketId;
  return file?.audience === null && isHere && file.uploaderId === senderId;
}

function kindFor(attachments: readonly Attachment[]): MessageKind {
  if (attachments.length === 0) return "text";
  return attachments.every(({ type }) => type.startsWith("image/")) ? "image" : "file";
}
