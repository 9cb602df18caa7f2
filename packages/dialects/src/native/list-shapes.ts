import type { CannedReply, Happenings, ListedTicket, Message, Outcome, Ticket } from "@ticketwire/core";
import {
  type CannedReplyView,
  type FoundMessage,
  type ListedTicket as ListedTicketView,
  MAX_PREVIEW_CHARACTERS,
  type MessagePreview,
  type TicketNewsView,
} from "@ticketwire/protocol";
import type { Links } from "../dialect.js";
import { isoTime } from "../shared/iso-time.js";
import { messageView, personView, ticketView } from "./shapes.js";

function previewView({ id, sender, kind, audience, text, attachments, createdAt }: Message): MessagePreview {
  return {
    id,
    sender: personView(sender),
    kind,
    audience,
    // Cut between characters: half of one would be none.
    text: text.length <= MAX_PREVIEW_CHARACTERS ? text : [...text].slice(0, MAX_PREVIEW_CHARACTERS).join(""),
    attachments: attachments.length,
    createdAt: isoTime(createdAt),
  };
}

export function listedTicketView({
  ticket,
  unread,
  lastMessage,
  waitingSince,
}: ListedTicket): ListedTicketView {
  return {
    ...ticketView(ticket),
    unread,
    lastMessage: lastMessage && previewView(lastMessage),
    waitingSince: waitingSince === null ? null : isoTime(waitingSince),
  };
}

export function newsView(ticket: Ticket, happened: Happenings): TicketNewsView {
  return {
    ticket: ticketView(ticket),
    said: happened.said.map(({ by, count }) => ({ by, count })),
    readBy: [...happened.readBy],
    altered: [...happened.altered],
    lastMessage: happened.lastMessage && previewView(happened.lastMessage),
    answered: happened.answered,
    askedAt: happened.askedAt === null ? null : isoTime(happened.askedAt),
  };
}

export function foundMessageView(
  { message, ...seen }: Outcome<"message.search_everywhere">["messages"][number],
  links: Links,
): FoundMessage {
  return { message: messageView(message, { ...seen, links }), subject: seen.ticket.subject };
}

export function cannedReplyView({
  id,
  shortcut,
  title,
  text,
  ownerId,
  updatedAt,
}: CannedReply): CannedReplyView {
  return { id, shortcut, title, text, shared: ownerId === null, updatedAt: isoTime(updatedAt) };
}
