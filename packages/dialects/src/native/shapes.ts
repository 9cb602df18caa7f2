import {
  type Attachment,
  type Audience,
  type Message,
  type MessagePage,
  type Participant,
  type Person,
  type Session,
  type SessionOverview,
  seqFor,
  type Ticket,
} from "@ticketwire/core";
import type {
  AttachmentView,
  MessagePageView,
  MessageView,
  ParticipantView,
  PersonView,
  SessionOverviewView,
  SessionView,
  TicketView,
} from "@ticketwire/protocol";
import type { Links } from "../dialect.js";
import { isoTime } from "../shared/iso-time.js";

/** What a shape depends on besides the thing itself: who reads it, where it hangs, and how files are linked. */
export interface Reading {
  readonly links: Links;
  readonly ticket: Ticket;
  readonly audience: Audience;
}

export function personView({ ref, number, name, role, company }: Person): PersonView {
  return { ref, number, name, role, company };
}

export function attachmentView(attachment: Attachment, links: Links): AttachmentView {
  const { id, name, type, size, uploadedAt, media } = attachment;
  return {
    id,
    name,
    type,
    size,
    url: links.to(attachment).url,
    uploadedAt: isoTime(uploadedAt),
    width: media?.width ?? null,
    height: media?.height ?? null,
    durationMs: media?.durationMs ?? null,
    levels: media?.levels ? [...media.levels] : null,
  };
}

export function messageView(message: Message, { links, ticket, audience }: Reading): MessageView {
  return {
    id: message.id,
    number: message.number,
    seq: seqFor(audience, message),
    ticket: ticket.ref,
    sender: personView(message.sender),
    kind: message.kind,
    audience: message.audience,
    text: message.text,
    attachments: message.attachments.map((attachment) => attachmentView(attachment, links)),
    clientId: message.clientId,
    createdAt: isoTime(message.createdAt),
    updatedAt: isoTime(message.updatedAt),
    editedAt: timeOrNull(message.editedAt),
    deletedAt: timeOrNull(message.deletedAt),
    replyTo: message.replyTo && { ...message.replyTo },
    reactions: message.reactions.map(({ emoji, by }) => ({ emoji, by: by.map(personView) })),
    readBy: message.readBy.map(({ person, at }) => ({ person: personView(person), at: isoTime(at) })),
  };
}

export function sessionView(session: Session, ticket: Ticket): SessionView {
  const { id, number, status, customer, agent, context } = session;
  return {
    id,
    number,
    ticket: ticket.ref,
    status,
    customer: personOrNull(customer),
    agent: personOrNull(agent),
    context: { ...context },
    startedAt: isoTime(session.startedAt),
    acceptedAt: timeOrNull(session.acceptedAt),
    endedAt: timeOrNull(session.endedAt),
    changedAt: isoTime(session.changedAt),
  };
}

export function sessionOverviewView(overview: SessionOverview, links: Links): SessionOverviewView {
  const { ticket, session, audience, unread, lastMessage } = overview;
  return {
    session: sessionView(session, ticket),
    subject: ticket.subject,
    unread,
    lastMessage: lastMessage && messageView(lastMessage, { links, ticket, audience }),
  };
}

export function messagePageView(page: MessagePage, reading: Reading): MessagePageView {
  const { messages, total, hasOlder, hasNewer } = page;
  return { messages: messages.map((message) => messageView(message, reading)), total, hasOlder, hasNewer };
}

export function participantView({ person, relation, online }: Participant): ParticipantView {
  return { person: personView(person), relation, online };
}

export function ticketView(ticket: Ticket): TicketView {
  const { ref, number, subject, category, priority, status, related, participants } = ticket;
  return {
    ref,
    number,
    subject,
    category,
    priority,
    status,
    people: {
      customer: personOrNull(related.customer),
      creator: personOrNull(related.creator),
      assignee: personOrNull(related.assignee),
      vendor: personOrNull(related.vendor),
      verifier: personOrNull(related.verifier),
    },
    participants: participants.map(personView),
    session: ticket.session && sessionView(ticket.session, ticket),
    createdAt: isoTime(ticket.createdAt),
    updatedAt: isoTime(ticket.updatedAt),
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}

function personOrNull(person: Person | null): PersonView | null {
  return person && personView(person);
}
