import type { Audience, MessageKind } from "@ticketwire/core";

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
  "m.deleted_place",
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
  /** The seq of the event that told of its deletion. */
  deletedPlace: number | null,
];
