import type {
  Attachment,
  Message,
  Person,
  Session,
  SessionOverview,
  SessionParticipant,
  Ticket,
} from "@ticketwire/core";
import type { Links } from "../dialect.js";
import { linkPathWithId } from "../shared/attachment-ids.js";
import { isoTime } from "../shared/iso-time.js";
import {
  type AttachmentShape,
  type DetailShape,
  type MessageShape,
  type OverviewShape,
  type ParticipantShape,
  type RoleShape,
  type SessionShape,
  STATUSES,
} from "./shapes.js";

/** What a session is about, as the client that opened it said, goes before what its ticket says. */
export function sessionObject(session: Session, ticket: Ticket): SessionShape {
  const { restaurant_id = null, subject, category, priority, ...context } = session.context;
  const { customer, agent } = session;
  return {
    id: session.id,
    ticket_id: ticket.ref,
    ticket_number: ticket.number,
    subject: subject ?? ticket.subject,
    category: category ?? ticket.category,
    priority: priority ?? ticket.priority,
    status: STATUSES[session.status],
    restaurant_id,
    context,
    customer_id: customer?.ref ?? null,
    customer_name: customer?.name ?? null,
    customer_email: customer?.email ?? null,
    agent_id: agent?.ref ?? null,
    agent_name: agent?.name ?? null,
    created_at: isoTime(session.startedAt),
    updated_at: isoTime(session.changedAt),
    accepted_at: timeOrNull(session.acceptedAt),
    closed_at: timeOrNull(session.endedAt),
  };
}

/** A session with what the caller has not read of it. */
export function overviewObject(
  { session, ticket, unread, lastMessage }: SessionOverview,
  links: Links,
): OverviewShape {
  return {
    ...sessionObject(session, ticket),
    unread_count: unread,
    last_message: lastMessage && messageObject(lastMessage, session, links),
  };
}

/** A session with who takes part in it. */
export function detailObject(
  detail: SessionOverview & { readonly participants: readonly SessionParticipant[] },
  links: Links,
): DetailShape {
  const participants = detail.participants.map(({ person }) => participantObject(person));
  return { ...overviewObject(detail, links), participants };
}

/** The session of a ticket that was named by it. */
export function sessionIn({ session }: Ticket): Session {
  if (!session) throw new Error("a ticket that was named by its session has none");
  return session;
}

export function messageObject(message: Message, session: Session, links: Links): MessageShape {
  const { sender, replyTo } = message;
  return {
    id: message.id,
    session_id: session.id,
    content: message.text,
    message_type: message.kind,
    sender_id: sender.ref,
    sender_name: sender.name,
    sender_role: message.kind === "system" ? "system" : roleOf(sender),
    created_at: isoTime(message.createdAt),
    updated_at: isoTime(message.updatedAt),
    is_edited: message.editedAt !== null,
    edited_at: timeOrNull(message.editedAt),
    deleted_at: timeOrNull(message.deletedAt),
    reply_to: replyTo && !replyTo.isDeleted ? replyTo.id : null,
    temp_id: message.clientId,
    attachments: message.attachments.map((attachment) => attachmentObject(attachment, links)),
    reactions: message.reactions.map(({ emoji, by }) => ({ emoji, user_ids: by.map(({ ref }) => ref) })),
    read_by: message.readBy.map(({ person, at }) => ({ user_id: person.ref, read_at: isoTime(at) })),
  };
}

export function attachmentObject(attachment: Attachment, links: Links): AttachmentShape {
  return {
    id: attachment.id,
    file_name: attachment.name,
    file_url: linkPathWithId(links, attachment),
    file_size: attachment.size,
    file_type: attachment.type,
    url: links.to(attachment).url,
    created_at: isoTime(attachment.uploadedAt),
  };
}

export function participantObject(person: Pick<Person, "ref" | "name" | "role">): ParticipantShape {
  return { user_id: person.ref, name: person.name, role: roleOf(person) };
}

/** The side somebody speaks for: everybody who is neither customer nor admin is the agent's. */
function roleOf({ role }: Pick<Person, "role">): Exclude<RoleShape, "system"> {
  return role === "customer" || role === "admin" ? role : "agent";
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
