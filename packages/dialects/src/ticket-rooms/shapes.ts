import { z } from "zod";
import { claimedIdentity } from "../shared/claimed-identity.js";
import { clientKey } from "../shared/client-key.js";
import { optionalText, refField } from "../shared/fields.js";
import { inlineFiles } from "../shared/inline-files.js";
import { pageFields, paginationShape } from "../shared/numbered-pages.js";

/** The two kinds of sender on this wire. */
const SENDER_MODELS = ["Client", "SuperAdmin"] as const;

const notAnObject = { error: "expected an object" };

/** `authenticate`. */
export const signInPayload = z.object({ token: z.string({ error: "expected a string" }) }, notAnObject);

/** `join_ticket`, `leave_ticket`, `typing_start`, `typing_stop`. */
export const ticketPayload = z.object({ ...claimedIdentity, ticketId: refField }, notAnObject);

/** `get_messages`. */
export const historyPayload = z.object(
  { ...claimedIdentity, ...pageFields, ticketId: refField },
  notAnObject,
);

/** `send_message`. `id` is one more name for the sender's key. */
export const sendPayload = z.object(
  {
    ...claimedIdentity,
    ...clientKey,
    id: clientKey.clientId,
    ticketId: refField,
    message: optionalText,
    attachments: inlineFiles,
  },
  notAnObject,
);

const time = z.iso.datetime();

const accountShape = z.object({
  id: z.string(),
  _id: z.string(),
  name: z.string(),
  email: z.string(),
  type: z.string(),
  company: z.string(),
});

/** `authenticated`. */
export const authenticatedShape = z.object({
  success: z.literal(true),
  message: z.string(),
  user: accountShape,
});

/** Who wrote a message. What is not known of them is an empty text. */
const senderShape = z.object({
  _id: z.string(),
  name: z.string(),
  email: z.string(),
  company: z.string(),
});

/** A file: `url` opens without signing in for an hour, `path` is the same on the server's own address. `size` is in bytes. */
export const attachmentShape = z.object({
  _id: z.string(),
  filename: z.string(),
  originalname: z.string(),
  mimetype: z.string(),
  size: z.number(),
  path: z.string(),
  url: z.string(),
  uploadedAt: time,
});

/** A message with its sender and its files. */
export const messageShape = z.object({
  _id: z.string(),
  ticketId: z.string(),
  sender: senderShape,
  senderModel: z.enum(SENDER_MODELS),
  message: z.string(),
  attachments: z.array(attachmentShape),
  clientId: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
  editedAt: time.nullable(),
});

/** `new_message`. */
export const newMessageShape = z.object({ ticketId: z.string(), data: messageShape });

/** `messages_loaded`. */
export const historyShape = z.object({
  ticketId: z.string(),
  messages: z.array(messageShape),
  pagination: paginationShape,
});

export type SenderModel = (typeof SENDER_MODELS)[number];
export type AuthenticatedShape = z.infer<typeof authenticatedShape>;
export type SenderShape = z.infer<typeof senderShape>;
export type AttachmentShape = z.infer<typeof attachmentShape>;
export type MessageShape = z.infer<typeof messageShape>;
export type NewMessageShape = z.infer<typeof newMessageShape>;
export type HistoryShape = z.infer<typeof historyShape>;
