import { MESSAGE_KINDS } from "@ticketwire/core";
import { z } from "zod";
import { attachmentIds } from "../shared/attachment-ids.js";
import { claimedIdentity } from "../shared/claimed-identity.js";
import { clientKey } from "../shared/client-key.js";
import { numberField, optionalText } from "../shared/fields.js";

const notAnObject = { error: "expected an object" };

/** `authenticate`: there is nothing to say. */
export const noPayload = z.object(claimedIdentity, notAnObject).nullish();

/** `joinChat`, `leaveChat`. */
export const chatPayload = z.object({ ...claimedIdentity, chatId: numberField }, notAnObject);

/** `typing`. */
export const typingPayload = chatPayload.extend({ isTyping: z.boolean({ error: "expected true or false" }) });

/** `markAsRead`. */
export const readPayload = chatPayload.extend({ messageId: numberField });

/** `sendMessage`, and the body of a message sent over REST. The text has two names. */
export const sendPayload = chatPayload.extend({
  ...clientKey,
  content: optionalText,
  message: optionalText,
  attachments: attachmentIds,
});

/** A message in other words. */
export const editBody = z.object(
  {
    ...claimedIdentity,
    chatId: numberField.nullish(),
    content: optionalText,
    message: optionalText,
  },
  notAnObject,
);

const time = z.iso.datetime();

/** Somebody. `type` is one of the two kinds of people the language knows. */
export const personShape = z.object({
  id: z.number(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.string(),
  type: z.enum(["admin", "employee"]),
});

/** The caller: what the token says besides stays between them and the server. */
export const meShape = personShape.extend({
  department: z.string().nullable(),
  permissions: z.array(z.string()),
});

/** A file: `url` works without signing in for an hour. `size` is in bytes. */
export const attachmentShape = z.object({
  id: z.string(),
  url: z.string(),
  name: z.string(),
  mimeType: z.string(),
  size: z.number(),
  uploadedAt: time,
});

/** A message as it is now. */
export const messageShape = z.object({
  id: z.number(),
  chatId: z.number(),
  senderId: z.number(),
  message: z.string(),
  content: z.string(),
  messageType: z.enum(MESSAGE_KINDS),
  attachments: z.array(attachmentShape),
  sender: personShape,
  replyToId: z.number().nullable(),
  reactions: z.array(z.object({ emoji: z.string(), userIds: z.array(z.number()) })),
  readBy: z.array(z.object({ userId: z.number(), readAt: time })),
  isRead: z.boolean(),
  readAt: time.nullable(),
  isEdited: z.boolean(),
  editedAt: time.nullable(),
  clientId: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
});

/** `newMessage`, `messageUpdated`. */
export const messageEventShape = z.object({ message: messageShape, chatId: z.number(), timestamp: time });

export type PersonShape = z.infer<typeof personShape>;
export type MeShape = z.infer<typeof meShape>;
export type AttachmentShape = z.infer<typeof attachmentShape>;
export type MessageShape = z.infer<typeof messageShape>;
export type MessageEventShape = z.infer<typeof messageEventShape>;
