import { z } from "zod";
import { audience, messageKind, ref, role, sessionStatus, time } from "./fields.js";
import { MAX_VOICE_LEVELS } from "./limits.js";

/** A person as others on a ticket see them. */
export const personView = z.object({
  ref,
  number: z.int().positive(),
  name: z.string(),
  role,
  company: z.string().nullable(),
});

/** A file that can be fetched. `size` is in bytes; `url` works without signing in, for an hour. */
export const attachmentView = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string().meta({ description: "Media type, decided by content." }),
  size: z.int().min(0),
  url: z.string(),
  uploadedAt: time,
  width: z.int().positive().nullable().meta({
    description: "In pixels, as a picture is to be shown; null for what is no picture, or is not known.",
  }),
  height: z.int().positive().nullable(),
  durationMs: z.int().min(0).nullable().meta({
    description: "How long a recording is, as who sent it says; null when they don't.",
  }),
  levels: z
    .array(z.int().min(0).max(255))
    .max(MAX_VOICE_LEVELS)
    .nullable()
    .meta({ description: "How loud a recording is from beginning to end, as who sent it says." }),
});

/** The message another one answers. */
export const replyView = z.object({
  id: z.string(),
  number: z.int().positive(),
  isDeleted: z.boolean(),
});

/** Who answered a message with the same emoji, in the order they did. */
export const reactionView = z.object({ emoji: z.string(), by: z.array(personView) });

/** Somebody has read a message. */
export const receiptView = z.object({ person: personView, at: time });

/** What was said, as it is now. `seq` is its place in the reader's log. Once deleted it says nothing any more. */
export const messageView = z.object({
  id: z.string(),
  number: z.int().positive(),
  seq: z.int().positive(),
  ticket: ref,
  sender: personView,
  kind: messageKind,
  audience,
  text: z.string(),
  attachments: z.array(attachmentView),
  clientId: z.string().nullable(),
  createdAt: time,
  updatedAt: time,
  editedAt: time.nullable(),
  deletedAt: time.nullable(),
  replyTo: replyView.nullable(),
  reactions: z.array(reactionView),
  readBy: z.array(receiptView).meta({ description: "Who has read it, in the order they did." }),
});

/** One live-chat episode on a ticket. */
export const sessionView = z.object({
  id: z.string(),
  number: z.int().positive(),
  ticket: ref,
  status: sessionStatus,
  customer: personView.nullable(),
  agent: personView.nullable().meta({ description: "Who has accepted it; null while it waits." }),
  context: z
    .record(z.string(), z.string())
    .meta({ description: "What the client that opened it said besides." }),
  startedAt: time,
  acceptedAt: time.nullable(),
  endedAt: time.nullable(),
  changedAt: time,
});

/** The facts about a ticket. */
export const ticketView = z.object({
  ref,
  number: z.int().positive(),
  subject: z.string().nullable(),
  category: z.string().nullable(),
  priority: z.string().nullable(),
  status: z.string().nullable(),
  people: z.object({
    customer: personView.nullable(),
    creator: personView.nullable(),
    assignee: personView.nullable(),
    vendor: personView.nullable(),
    verifier: personView.nullable(),
  }),
  participants: z.array(personView).meta({ description: "People on the ticket besides the ones above." }),
  session: sessionView.nullable().meta({ description: "The session that is open, else the last one." }),
  createdAt: time,
  updatedAt: time,
});

/** What a list shows of a message. */
export const messagePreview = z.object({
  id: z.string(),
  sender: personView,
  kind: messageKind,
  audience,
  text: z.string().meta({ description: "Its beginning, up to 200 characters." }),
  attachments: z.int().min(0).meta({ description: "How many files it has." }),
  createdAt: time,
});

/** A ticket as a list shows it. */
export const listedTicket = ticketView.extend({
  unread: z.int().min(0).meta({ description: "How many messages of others one has not read." }),
  lastMessage: messagePreview.nullable(),
  waitingSince: time.nullable().meta({
    description:
      "When the customer wrote the oldest message that nobody has answered; null when all is answered.",
  }),
});

/** What has happened on a ticket since it was last told of. */
export const ticketNews = z.object({
  ticket: ticketView,
  said: z
    .array(z.object({ by: ref, count: z.int().positive() }))
    .meta({ description: "How many messages were posted, by whom." }),
  readBy: z.array(ref).meta({ description: "Who has marked messages as read." }),
  altered: z
    .array(z.string())
    .meta({ description: "Ids of messages that were edited or deleted: who shows one reads it again." }),
  lastMessage: messagePreview
    .nullable()
    .meta({ description: "The newest of those messages; null without any." }),
  answered: z.boolean().meta({ description: "Whether the customer got an answer." }),
  askedAt: time.nullable().meta({
    description: "When the customer wrote first, after the answer if there was one; null when they did not.",
  }),
});

/** A text to answer with: one's own, or everybody's. */
export const cannedReply = z.object({
  id: z.string(),
  shortcut: z.string().meta({ description: "What it is called by, after a slash." }),
  title: z.string(),
  text: z
    .string()
    .meta({ description: "May have placeholders, such as `{{customer.name}}`, for the client to fill." }),
  shared: z.boolean().meta({ description: "Whether it is everybody's." }),
  updatedAt: time,
});

/** A message that was found, and where. */
export const foundMessage = z.object({
  message: messageView,
  subject: z.string().nullable().meta({ description: "That of its ticket." }),
});

/** Somebody on a ticket: how they are related to it, and whether they watch it now. */
export const participantView = z.object({
  person: personView,
  relation: z.enum(["customer", "creator", "assignee", "vendor", "verifier", "participant"]),
  online: z.boolean(),
});

/** A session as a list shows it. */
export const sessionOverview = z.object({
  session: sessionView,
  subject: z.string().nullable(),
  unread: z.int().min(0),
  lastMessage: messageView.nullable(),
});

/** A page of messages, oldest first. */
export const messagePageView = z.object({
  messages: z.array(messageView),
  total: z.int().min(0).meta({ description: "How many messages the reader may see in all." }),
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
});

export type PersonView = z.infer<typeof personView>;
export type AttachmentView = z.infer<typeof attachmentView>;
export type MessageView = z.infer<typeof messageView>;
export type ReactionView = z.infer<typeof reactionView>;
export type ReceiptView = z.infer<typeof receiptView>;
export type SessionView = z.infer<typeof sessionView>;
export type SessionOverviewView = z.infer<typeof sessionOverview>;
export type TicketView = z.infer<typeof ticketView>;
export type ParticipantView = z.infer<typeof participantView>;
export type MessagePreview = z.infer<typeof messagePreview>;
export type ListedTicket = z.infer<typeof listedTicket>;
export type TicketNewsView = z.infer<typeof ticketNews>;
export type CannedReplyView = z.infer<typeof cannedReply>;
export type FoundMessage = z.infer<typeof foundMessage>;
export type MessagePageView = z.infer<typeof messagePageView>;
