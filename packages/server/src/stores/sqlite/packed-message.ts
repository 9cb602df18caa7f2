import type { Audience, Message, MessageKind } from "@ticketwire/core";

/** What is read of a message, from the table `messages` as `m`. Goes with `PackedMessage`. */
export const MESSAGE_COLUMNS = [
  "m.number",
  "m.id",
  "m.ticket_id",
  "m.seq",
  "m.hidden",
  "m.sender_id",
  "m.kind",
  "m.audience",
  "m.text",
  "m.client_id",
  "m.created_at",
  "m.updated_at",
  "m.edited_at",
  "m.deleted_at",
  "m.reply_to",
  "m.files",
  "m.reactions",
] as const;

/** A message as it is read, in the order of `MESSAGE_COLUMNS`. */
export type PackedMessage = readonly [
  number: number,
  id: string,
  ticketId: number,
  seq: number,
  hidden: number,
  senderId: number,
  kind: MessageKind,
  audience: Audience,
  text: string,
  clientId: string | null,
  createdAt: number,
  updatedAt: number,
  editedAt: number | null,
  deletedAt: number | null,
  replyTo: number | null,
  files: number,
  reactions: number,
];

/** A message without what hangs on it. */
export type BareMessage = Omit<Message, "sender" | "attachments" | "replyTo" | "reactions" | "readBy">;

/** The row of a message before the things it points at have been looked up. */
export function unpacked(row: PackedMessage): BareMessage {
  const [number, id, ticketId, seq, hidden, , kind, audience, text, clientId, ...rest] = row;
  const [createdAt, updatedAt, editedAt, deletedAt] = rest;
  return {
    id,
    number,
    ticketId,
    seq,
    hidden,
    kind,
    audience,
    text,
    clientId,
    createdAt,
    updatedAt,
    editedAt,
    deletedAt,
  };
}
