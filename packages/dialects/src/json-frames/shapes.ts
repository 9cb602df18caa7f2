import type { SessionStatus } from "@ticketwire/core";
import { z } from "zod";
import { attachmentIds } from "../shared/attachment-ids.js";
import { claimedIdentity } from "../shared/claimed-identity.js";
import { clientKey } from "../shared/client-key.js";
import { numberField, numberParam, optionalText } from "../shared/fields.js";

const notAnObject = { error: "expected an object" };

/** What a message may be. `text` leaves the kind to its files; typing is never a message. */
const messageType = z
  .enum(["text", "system", "status_update"], { error: "expected text, system or status_update" })
  .nullish()
  .transform((type) => (type === undefined || type === null || type === "text" ? undefined : "system"));

/** An integer id in a form, which has nothing but text, or in JSON. */
const formNumber = z.union([numberField, numberParam], { error: "expected a positive whole number" });

const said = {
  ...claimedIdentity,
  ...clientKey,
  message: optionalText,
  messageType,
  attachments: attachmentIds,
};

/** A frame about a ticket and nothing else: `TYPING`, `STOP_TYPING`, `LEAVE_TICKET`. */
export const ticketPayload = z.object({ ...claimedIdentity, ticketId: numberField }, notAnObject);

/** `JOIN_TICKET`. The token has been looked at before. */
export const joinPayload = ticketPayload;

/** `SEND_MESSAGE`, and the body of a message sent over REST. */
export const sendPayload = z.object(
  { ...said, ticketId: numberField, parentMessageId: numberField.nullish() },
  notAnObject,
);

/** The fields of a form that brings files. */
export const uploadForm = z.object({ ...said, parentMessageId: formNumber.nullish() }, notAnObject).nullish();

/** What a client says in a message. */
export type Said = Omit<z.output<typeof sendPayload>, "ticketId">;

const text = z.string({ error: "expected a string" });

/** The body of an edit. */
export const editBody = z.object({ ...claimedIdentity, message: text }, notAnObject);

/** `EDIT_MESSAGE`. */
export const editPayload = editBody.extend({ messageId: numberField });

/** `DELETE_MESSAGE`. */
export const messagePayload = z.object({ ...claimedIdentity, messageId: numberField }, notAnObject);

/** The body of a reaction. */
export const reactionBody = z.object({ ...claimedIdentity, emoji: text }, notAnObject);

/** `ADD_REACTION`, `REMOVE_REACTION`. */
export const reactionPayload = reactionBody.extend({ messageId: numberField });

/** The body of a read mark: these messages, or all. */
export const readBody = z
  .object(
    { ...claimedIdentity, userType: optionalText, messageIds: z.array(numberField).nullish() },
    notAnObject,
  )
  .nullish();

/** `MARK_READ`. */
export const readPayload = z.object(
  {
    ...claimedIdentity,
    userType: optionalText,
    ticketId: numberField,
    messageIds: z.array(numberField, { error: "expected a list" }).nullish(),
  },
  notAnObject,
);

/** A frame that brings nothing. */
export const noPayload = z.object({}, notAnObject);

/** The statuses a session is shown with. */
const SHOWN_STATUSES = ["active", "paused", "closed"] as const;

/** How each status of a session is shown. */
export const STATUS_SHOWN = {
  waiting: "active",
  active: "active",
  paused: "paused",
  resolved: "closed",
  closed: "closed",
} as const satisfies Readonly<Record<SessionStatus, (typeof SHOWN_STATUSES)[number]>>;

/** The body that opens a session or joins the one that is open. */
export const sessionBody = z.object({ ...claimedIdentity, ticketId: numberField }, notAnObject);

/** The body that changes a session. */
export const statusBody = z.object(
  {
    ...claimedIdentity,
    status: z.enum(SHOWN_STATUSES, { error: `expected ${SHOWN_STATUSES.join(", ")}` }),
  },
  notAnObject,
);

/** The body of a sign of typing. */
export const typingBody = z.object(
  { ...claimedIdentity, sessionId: text, isTyping: z.boolean({ error: "expected true or false" }) },
  notAnObject,
);

/** A query or a body that brings nothing. */
export const noQuery = z.object({});
export const noBody = z.unknown();

/** What every answer begins with. */
export const success = z.literal(true);

const time = z.iso.datetime();
const side = z.enum(["agent", "customer"]);

/** A file: `url` works without signing in for an hour. `size` is in bytes. */
export const fileShape = z.object({
  id: z.string(),
  url: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.number(),
  uploaded_at: time,
});

/** The people who answered a message with the same emoji. */
const reactionShape = z.object({
  emoji: z.string(),
  count: z.number(),
  user_ids: z.array(z.number()),
});

/** A row of `chat_messages`, and what hangs on it. */
export const messageShape = z.object({
  id: z.number(),
  ticket_id: z.number(),
  sender_type: z.enum(["agent", "customer", "system"]),
  sender_id: z.number(),
  sender_name: z.string(),
  message: z.string(),
  message_type: z.enum(["text", "system"]),
  is_read: z.boolean(),
  read_at: time.nullable(),
  is_edited: z.boolean(),
  edited_at: time.nullable(),
  parent_message_id: z.number().nullable(),
  created_at: time,
  updated_at: time,
  attachments: z.array(fileShape),
  reactions: z.array(reactionShape),
});

/** The ticket beside its messages: `name` is the customer's. */
export const ticketShape = z.object({ id: z.number(), name: z.string(), issue_title: z.string() });

/** A row of `chat_participants`. */
export const participantShape = z.object({
  id: z.number(),
  session_id: z.string(),
  user_id: z.number(),
  user_type: side,
  user_name: z.string(),
  joined_at: time,
  left_at: time.nullable(),
  is_typing: z.boolean(),
  last_typing_at: time.nullable(),
});

/** A row of `chat_sessions`. */
export const sessionShape = z.object({
  id: z.number(),
  ticket_id: z.number(),
  session_id: z.string(),
  agent_id: z.number().nullable(),
  customer_id: z.number().nullable(),
  status: z.enum(SHOWN_STATUSES),
  started_at: time,
  ended_at: time.nullable(),
  last_activity_at: time,
});

export type FileShape = z.infer<typeof fileShape>;
export type ReactionShape = z.infer<typeof reactionShape>;
export type MessageShape = z.infer<typeof messageShape>;
export type TicketShape = z.infer<typeof ticketShape>;
export type ParticipantShape = z.infer<typeof participantShape>;
export type SessionShape = z.infer<typeof sessionShape>;
