import {
  type Attachment,
  type Message,
  type Person,
  personOf,
  RELATIONS,
  type Reaction,
  type Relation,
  type ReplyTo,
  type Session,
  type SessionMember,
  type Ticket,
  type TicketEvent,
} from "@ticketwire/core";
import type { LogRecord, MessageRecord, SessionRecord, TicketRecord } from "./records.js";
import type { Tables } from "./tables.js";

/** A person as they are now. */
export function showPerson(tables: Tables, id: number): Person {
  return personOf(tables.knownUser(id));
}

/** A ticket with its people, and with its open session or else its last one. */
export function showTicket(tables: Tables, record: TicketRecord): Ticket {
  const related = Object.fromEntries(
    RELATIONS.map((relation) => [relation, showOptional(tables, record.related[relation])]),
  ) as Record<Relation, Person | null>;
  const participants = record.participants.map((id) => showPerson(tables, id));
  const session = tables.openSession(record.id) ?? tables.sessionsOf(record.id).at(-1);
  return { ...record, related, participants, session: session ? showSession(tables, session) : null };
}

/** A message as it is now. */
export function showMessage(tables: Tables, record: MessageRecord): Message {
  const { senderId, at, attachmentIds, fingerprint, digests, replyTo, reactions, readBy, ...rest } = record;
  return {
    ...rest,
    sender: showPerson(tables, senderId),
    attachments: showAttachments(tables, attachmentIds),
    replyTo: showReplyTo(tables, replyTo),
    reactions: showReactions(tables, record),
    readBy: [...readBy].map(([personId, readAt]) => ({ person: showPerson(tables, personId), at: readAt })),
    createdAt: at,
  };
}

/** The files of these ids, in their order. */
export function showAttachments(tables: Tables, ids: readonly string[]): readonly Attachment[] {
  return ids.flatMap((id) => tables.files.get(id)?.attachment ?? []);
}

/** What a message replies to. */
export function showReplyTo(tables: Tables, messageId: string | null): ReplyTo | null {
  if (messageId === null) return null;
  const { id, number, deletedAt } = tables.knownMessage(messageId);
  return { id, number, isDeleted: deletedAt !== null };
}

function showReactions(tables: Tables, { reactions }: MessageRecord): readonly Reaction[] {
  const emojis = [...new Set(reactions.map(({ emoji }) => emoji))];
  return emojis.map((emoji) => ({
    emoji,
    by: reactions.flatMap((one) => (one.emoji === emoji ? showPerson(tables, one.personId) : [])),
  }));
}

/** A session as it is now. */
export function showSession(tables: Tables, record: SessionRecord): Session {
  const { customerId, agentId, members, ...rest } = record;
  return {
    ...rest,
    customer: showOptional(tables, customerId),
    agent: showOptional(tables, agentId),
  };
}

/** Who takes part in a session, in the order they came. */
export function showMembers(tables: Tables, { members }: SessionRecord): readonly SessionMember[] {
  return members.map(({ personId, ...rest }) => ({ ...rest, person: showPerson(tables, personId) }));
}

/** An event with its message as it is now, or its session with the status and agent it had then. */
export function showEvent(tables: Tables, record: LogRecord): TicketEvent {
  const { ticketId, seq, hidden, audience, at } = record;
  const fact = { ticketId, seq, hidden, audience, at };
  switch (record.type) {
    case "message.posted":
      return { ...fact, type: record.type, message: messageOf(tables, record.message) };
    case "message.edited":
    case "message.deleted": {
      const by = showPerson(tables, record.by);
      return { ...fact, type: record.type, message: messageOf(tables, record.message), by };
    }
    case "message.reacted": {
      const { type, emoji, on } = record;
      const by = showPerson(tables, record.by);
      return { ...fact, type, message: messageOf(tables, record.message), by, emoji, on };
    }
    case "messages.read":
      return { ...fact, type: record.type, by: showPerson(tables, record.by), what: record.what };
    case "ticket.updated":
      return { ...fact, type: record.type, by: showOptional(tables, record.by), changed: record.changed };
    case "session.changed": {
      const { type, status, agentId, was } = record;
      const session = showSession(tables, { ...tables.knownSession(record.session), status, agentId });
      return { ...fact, type, session, was, by: showPerson(tables, record.by) };
    }
  }
}

function messageOf(tables: Tables, id: string): Message {
  return showMessage(tables, tables.knownMessage(id));
}

function showOptional(tables: Tables, personId: number | null): Person | null {
  return personId === null ? null : showPerson(tables, personId);
}
