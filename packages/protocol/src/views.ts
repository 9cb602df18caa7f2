import { z } from "zod";
import { audience, messageKind, ref, role, time } from "./fields.js";

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
});

/** What was said. `seq` is its place in the reader's log. */
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
  createdAt: time,
  updatedAt: time,
});

/** Somebody on a ticket: how they are related to it, and whether they watch it now. */
export const participantView = z.object({
  person: personView,
  relation: z.enum(["customer", "creator", "assignee", "vendor", "verifier", "participant"]),
  online: z.boolean(),
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
export type TicketView = z.infer<typeof ticketView>;
export type ParticipantView = z.infer<typeof participantView>;
export type MessagePageView = z.infer<typeof messagePageView>;
