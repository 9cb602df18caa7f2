import { MESSAGE_KINDS, type SessionStatus } from "@ticketwire/core";
import { z } from "zod";
import { attachmentIds } from "../shared/attachment-ids.js";
import { claimedIdentity } from "../shared/claimed-identity.js";
import { clientKey } from "../shared/client-key.js";
import { countField, numberField, optionalText, refField } from "../shared/fields.js";

/** What a session's status is called on this wire: nobody attends to a paused one either. */
export const STATUSES = {
  waiting: "waiting",
  active: "active",
  paused: "waiting",
  resolved: "resolved",
  closed: "closed",
} as const satisfies Readonly<Record<SessionStatus, string>>;

const notAnObject = { error: "expected an object" };

/** The id of a session or a message. */
const idField = refField;

const messageType = z
  .string({ error: "expected a string" })
  .nullish()
  .transform((type) => type?.toLowerCase())
  .pipe(z.enum(MESSAGE_KINDS, { error: `expected one of ${MESSAGE_KINDS.join(", ")}` }).optional());

const EXPECTED_OFFSET = { error: "expected a whole number from 0" };

const offsetField = z
  .union([z.literal(0), z.literal("0").transform(() => 0), countField], EXPECTED_OFFSET)
  .nullish();

/** Which page of the history is wanted. */
export const pageFields = {
  limit: countField.nullish(),
  offset: offsetField,
  before: optionalText,
  after: optionalText,
};

/** What a client gives for a page of the history. */
export type PageFields = z.output<z.ZodObject<typeof pageFields>>;

/** `leave_session`, `typing`, `stop_typing`, `accept_chat`, `close_chat`. */
export const sessionPayload = z.object({ ...claimedIdentity, session_id: idField }, notAnObject);

/** `join_session`. */
export const joinPayload = sessionPayload.extend(pageFields);

const messageFields = {
  ...claimedIdentity,
  ...clientKey,
  content: optionalText,
  message_type: messageType,
  attachments: attachmentIds,
};

/** `send_message`. */
export const sendPayload = z.object({ ...messageFields, session_id: idField }, notAnObject);

/** The body of a message sent over REST. */
export const sendBody = z.object(messageFields, notAnObject);

const messageIds = z
  .array(idField, { error: "expected a list of message ids" })
  .nullish()
  .transform((ids) => ids ?? undefined);

/** `mark_as_read`. Without ids: all there are. */
export const readPayload = sessionPayload.extend({ message_ids: messageIds });

/** The body that says which messages have been read. It may be left out. */
export const readBody = z
  .object({ ...claimedIdentity, message_ids: messageIds }, notAnObject)
  .nullish()
  .transform((body) => body ?? undefined);

/** The body of an assignment: nothing, or the caller's own id. */
export const assignBody = z
  .object({ ...claimedIdentity, agent_id: claimedIdentity.user_id }, notAnObject)
  .nullish()
  .transform((body) => body ?? {});

const STATUS_WORDS = ["waiting", "active", "resolved", "closed"] as const;

/** The body that says how a session is to stand. */
export const statusBody = z.object(
  {
    ...claimedIdentity,
    status: z.enum(STATUS_WORDS, { error: `expected one of ${STATUS_WORDS.join(", ")}` }),
  },
  notAnObject,
);

const MAX_SUBJECT_LENGTH = 1000;
const MAX_WORD_LENGTH = 255;
const MAX_CONTEXT_FIELDS = 20;

function wordOf(most: number) {
  const expected = { error: `expected at most ${most} characters` };
  return optionalText.pipe(z.string().max(most, expected).optional());
}

const contextValue = z
  .union([z.string(), z.number(), z.boolean()], { error: "expected a string" })
  .transform(String)
  .pipe(z.string().max(MAX_SUBJECT_LENGTH, { error: `expected at most ${MAX_SUBJECT_LENGTH} characters` }));

const context = z
  .record(z.string().max(MAX_WORD_LENGTH), contextValue, { error: "expected an object of strings" })
  .refine((fields) => Object.keys(fields).length <= MAX_CONTEXT_FIELDS, {
    error: `expected at most ${MAX_CONTEXT_FIELDS} fields`,
  })
  .nullish()
  .transform((fields) => fields ?? undefined);

/** What a session is opened with. `ticket_id` is the host's own id as text, or the ticket's number. */
export const openBody = z.object(
  {
    ...claimedIdentity,
    ...clientKey,
    ticket_id: z
      .union([refField, numberField], { error: "expected a string or a positive whole number" })
      .nullish(),
    subject: wordOf(MAX_SUBJECT_LENGTH),
    category: wordOf(MAX_WORD_LENGTH),
    priority: wordOf(MAX_WORD_LENGTH),
    restaurant_id: contextValue.nullish(),
    context,
    initial_message: optionalText,
  },
  notAnObject,
);

const time = z.iso.datetime();

/** Which side somebody speaks for; `system` for messages of the system itself. */
const roleShape = z.enum(["customer", "agent", "admin", "system"]);

/** Somebody in a session. */
export const participantShape = z.object({ user_id: z.string(), name: z.string(), role: roleShape });

/** A file: `file_url` works without signing in for an hour. `file_size` is in bytes. */
export const attachmentShape = z.object({
  id: z.string(),
  file_name: z.string(),
  file_url: z.string(),
  file_size: z.number(),
  file_type: z.string(),
  url: z.string(),
  created_at: time,
});

/** A message as it is now. */
export const messageShape = z.object({
  id: z.string(),
  session_id: z.string(),
  content: z.string(),
  message_type: z.enum(MESSAGE_KINDS),
  sender_id: z.string(),
  sender_name: z.string(),
  sender_role: roleShape,
  created_at: time,
  updated_at: time,
  is_edited: z.boolean(),
  edited_at: time.nullable(),
  deleted_at: time.nullable(),
  reply_to: z.string().nullable(),
  temp_id: z.string().nullable(),
  attachments: z.array(attachmentShape),
  reactions: z.array(z.object({ emoji: z.string(), user_ids: z.array(z.string()) })),
  read_by: z.array(z.object({ user_id: z.string(), read_at: time })),
});

/** A session. */
export const sessionShape = z.object({
  id: z.string(),
  ticket_id: z.string(),
  ticket_number: z.number(),
  subject: z.string().nullable(),
  category: z.string().nullable(),
  priority: z.string().nullable(),
  status: z.enum(STATUS_WORDS),
  restaurant_id: z.string().nullable(),
  context: z.record(z.string(), z.string()),
  customer_id: z.string().nullable(),
  customer_name: z.string().nullable(),
  customer_email: z.string().nullable(),
  agent_id: z.string().nullable(),
  agent_name: z.string().nullable(),
  created_at: time,
  updated_at: time,
  accepted_at: time.nullable(),
  closed_at: time.nullable(),
});

/** A session as a list shows it. */
export const overviewShape = sessionShape.extend({
  unread_count: z.number(),
  last_message: messageShape.nullable(),
});

/** A session with who takes part in it. */
export const detailShape = overviewShape.extend({ participants: z.array(participantShape) });

/** Where a page lies in the history. `before` and `after` are the cursors of the pages next to it. */
export const paginationShape = z.object({
  limit: z.number(),
  offset: z.number(),
  total: z.number(),
  has_more: z.boolean(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

export type RoleShape = z.infer<typeof roleShape>;
export type ParticipantShape = z.infer<typeof participantShape>;
export type AttachmentShape = z.infer<typeof attachmentShape>;
export type MessageShape = z.infer<typeof messageShape>;
export type SessionShape = z.infer<typeof sessionShape>;
export type OverviewShape = z.infer<typeof overviewShape>;
export type DetailShape = z.infer<typeof detailShape>;
export type PaginationShape = z.infer<typeof paginationShape>;
