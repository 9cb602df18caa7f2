import { MESSAGE_KINDS, type MessageKind } from "@ticketwire/core";
import { z } from "zod";
import { attachmentIds } from "../shared/attachment-ids.js";
import { claimedIdentity } from "../shared/claimed-identity.js";
import { clientKey } from "../shared/client-key.js";
import { optionalText, refField } from "../shared/fields.js";
import { pageFields, paginationShape } from "../shared/numbered-pages.js";

/** How a kind of message is spelled on this wire. */
export const MESSAGE_TYPES = {
  text: "TEXT",
  file: "FILE",
  image: "IMAGE",
  system: "SYSTEM",
} as const satisfies Readonly<Record<MessageKind, string>>;

const messageType = z
  .string({ error: "expected a string" })
  .nullish()
  .transform((type) => type?.toLowerCase())
  .refine((type) => type === undefined || MESSAGE_KINDS.some((kind) => kind === type), {
    error: `expected one of ${Object.values(MESSAGE_TYPES).join(", ")}`,
  })
  .transform((type) => MESSAGE_KINDS.find((kind) => kind === type));

/** What a client says in a message, on both halves of the dialect. */
export const messageFields = {
  ...claimedIdentity,
  ...clientKey,
  message: optionalText,
  messageType,
  attachments: attachmentIds,
};

const notAnObject = { error: "expected an object" };

/** `leave_ticket`, `typing_start`, `typing_stop`. */
export const ticketPayload = z.object({ ...claimedIdentity, ticketId: refField }, notAnObject);

/** `join_ticket`. */
export const joinPayload = z.object({ ...claimedIdentity, ...pageFields, ticketId: refField }, notAnObject);

/** `send_message`. */
export const sendPayload = z.object({ ...messageFields, ticketId: refField }, notAnObject);

/** The body of a message sent over REST. */
export const sendBody = z.object(messageFields, notAnObject);

const time = z.iso.datetime();

/** A person as they stand beside what they said. */
export const personShape = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.string(),
});

/** A file: `url` works without signing in for an hour. `size` is in bytes. */
export const attachmentShape = z.object({
  id: z.string(),
  url: z.string(),
  name: z.string(),
  filename: z.string(),
  type: z.string(),
  mimeType: z.string(),
  size: z.number(),
  uploadedAt: time,
});

/** A message with its ticket and its sender. */
export const messageShape = z.object({
  id: z.string(),
  ticketId: z.string(),
  senderId: z.string(),
  message: z.string().nullable(),
  attachments: z.array(attachmentShape),
  messageType: z.enum(MESSAGE_TYPES),
  createdAt: time,
  updatedAt: time,
  clientId: z.string().nullable(),
  ticket: z.object({
    id: z.string(),
    subject: z.string().nullable(),
    category: z.string().nullable(),
    priority: z.string().nullable(),
    status: z.string().nullable(),
  }),
  sender: personShape,
});

/** A page of the history. */
export const historyShape = z.object({
  ticketId: z.string(),
  messages: z.array(messageShape),
  pagination: paginationShape,
});

/** A message that has been said. */
export const newMessageShape = z.object({ message: messageShape, ticketId: z.string(), timestamp: time });

/** Somebody on the ticket: how they are related to it, and whether they watch it now. */
export const participantShape = personShape.extend({
  userId: z.string(),
  relation: z.string(),
  online: z.boolean(),
});

export type PersonShape = z.infer<typeof personShape>;
export type AttachmentShape = z.infer<typeof attachmentShape>;
export type MessageShape = z.infer<typeof messageShape>;
export type HistoryShape = z.infer<typeof historyShape>;
export type NewMessageShape = z.infer<typeof newMessageShape>;
export type ParticipantShape = z.infer<typeof participantShape>;
