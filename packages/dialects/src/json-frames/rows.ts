import {
  type Attachment,
  type Message,
  type Reaction,
  type Session,
  type SessionOverview,
  type SessionParticipant,
  type Side,
  sideOf,
  type Ticket,
} from "@ticketwire/core";
import type { Links } from "../dialect.js";
import { linkWithId } from "../shared/attachment-ids.js";
import { isoTime } from "../shared/iso-time.js";
import {
  type FileShape,
  type MessageShape,
  type ParticipantShape,
  type ReactionShape,
  type SessionShape,
  STATUS_SHOWN,
  type TicketShape,
} from "./shapes.js";

/** A message as a row of `chat_messages`. It counts as read once somebody of the other side has read it. */
export function messageRow(message: Message, ticket: Ticket, links: Links): MessageShape {
  const { sender, kind, editedAt, replyTo } = message;
  const read = message.readBy.find(({ person }) => sideOf(person.role) !== sideOf(sender.role));
  return {
    id: message.number,
    ticket_id: ticket.number,
    sender_type: senderType(message),
    sender_id: sender.number,
    sender_name: sender.name,
    message: message.text,
    message_type: kind === "system" ? "system" : "text",
    is_read: read !== undefined,
    read_at: read ? isoTime(read.at) : null,
    is_edited: editedAt !== null,
    edited_at: timeOrNull(editedAt),
    parent_message_id: parentOf({ replyTo }),
    created_at: isoTime(message.createdAt),
    updated_at: isoTime(message.updatedAt),
    attachments: message.attachments.map((attachment) => fileRow(attachment, links)),
    reactions: message.reactions.map(reactionRow),
  };
}

/** On whose behalf a message speaks. */
export function senderType({ kind, sender }: Pick<Message, "kind" | "sender">): Side | "system" {
  return kind === "system" ? "system" : sideOf(sender.role);
}

/** What a message answers; what has been deleted since is nothing any more. */
export function parentOf({ replyTo }: Pick<Message, "replyTo">): number | null {
  return replyTo === null || replyTo.isDeleted ? null : replyTo.number;
}

/** A file that hangs on a message, or waits to. */
export function fileRow(attachment: Attachment, links: Links): FileShape {
  const { id, name, type, size, uploadedAt } = attachment;
  return { id, url: linkWithId(links, attachment), name, type, size, uploaded_at: isoTime(uploadedAt) };
}

/** Everybody who answered with one emoji. */
export function reactionRow({ emoji, by }: Reaction): ReactionShape {
  return { emoji, count: by.length, user_ids: by.map(({ number }) => number) };
}

/** The ticket beside its messages, named after its customer. */
export function ticketRow({ number, subject, related }: Ticket): TicketShape {
  const whose = related.customer ?? related.creator;
  return { id: number, name: whose?.name ?? "", issue_title: subject ?? "" };
}

/** A session as a row of `chat_sessions`, and who takes part in it as rows of `chat_participants`. */
export function sessionRow(
  { session, ticket, lastMessage }: SessionOverview,
  participants: readonly SessionParticipant[],
): SessionShape & { readonly participants: readonly ParticipantShape[] } {
  const { number, name, status, customer, startedAt, endedAt, changedAt } = session;
  // Before anybody has taken it, the agent who came first is whom a client has to show.
  const agent = session.agent ?? participants.find(({ person }) => sideOf(person.role) === "agent")?.person;
  return {
    id: number,
    ticket_id: ticket.number,
    session_id: name,
    agent_id: agent?.number ?? null,
    customer_id: customer?.number ?? null,
    status: STATUS_SHOWN[status],
    started_at: isoTime(startedAt),
    ended_at: timeOrNull(endedAt),
    last_activity_at: isoTime(Math.max(changedAt, lastMessage?.createdAt ?? 0)),
    participants: participants.map((participant) => participantRow(participant, session)),
  };
}

function participantRow(
  { number, person, joinedAt, isTyping, typedAt }: SessionParticipant,
  { name, endedAt }: Session,
): ParticipantShape {
  return {
    id: number,
    session_id: name,
    user_id: person.number,
    user_type: sideOf(person.role),
    user_name: person.name,
    joined_at: isoTime(joinedAt),
    // Who takes part does so for as long as the session lasts.
    left_at: timeOrNull(endedAt),
    is_typing: isTyping,
    last_typing_at: timeOrNull(typedAt),
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : isoTime(ms);
}
