import {
  type Happening,
  type Message,
  type MessageReacted,
  type MessagesRead,
  type Person,
  type Side,
  sideOf,
  type Ticket,
} from "@ticketwire/core";
import type { Frame, Scope, TicketScope } from "../dialect.js";
import { isoTime } from "../shared/iso-time.js";
import { evicted } from "./errors.js";
import { fileRow, parentOf, reactionRow, senderType } from "./rows.js";
import { namesOf } from "./sides.js";

/** What happened on a ticket. Presence, sessions and changes of the ticket have no word here; REST shows them. */
export function encode(happening: Happening, scope: TicketScope): readonly Frame[] {
  const ticketId = scope.ticket.number;
  switch (happening.type) {
    case "message.posted":
      return [{ event: "NEW_MESSAGE", payload: newMessage(happening.message, scope.ticket, scope) }];
    case "message.edited": {
      const { number: messageId, text: message, editedAt } = happening.message;
      const timestamp = isoTime(editedAt ?? happening.at);
      return [{ event: "MESSAGE_EDITED", payload: { ticketId, messageId, message, timestamp } }];
    }
    case "message.deleted": {
      const payload = { ticketId, messageId: happening.message.number, timestamp: isoTime(happening.at) };
      return [{ event: "MESSAGE_DELETED", payload }];
    }
    case "message.reacted":
      return [{ event: "MESSAGE_REACTION", payload: reaction(happening, ticketId) }];
    case "messages.read":
      return [{ event: "MESSAGES_READ", payload: readMark(happening, ticketId) }];
    case "typing.started":
      return [{ event: "USER_TYPING", payload: { ticketId, ...typist(happening.person) } }];
    case "typing.stopped":
      return [
        { event: "USER_STOPPED_TYPING", payload: { ticketId, userType: sideOf(happening.person.role) } },
      ];
    case "evicted":
      return evicted(ticketId, happening.at);
    case "presence.joined":
    case "presence.left":
    case "session.changed":
    case "ticket.updated":
      return [];
  }
}

/** A message that has been said. What a plain text does not have is left out. */
export function newMessage(
  message: Message,
  ticket: Ticket,
  { links }: Scope,
): Readonly<Record<string, unknown>> {
  const { kind, sender, attachments, clientId } = message;
  const userType = senderType(message);
  const parentMessageId = parentOf(message);
  const isSystem = userType === "system";
  return {
    ticketId: ticket.number,
    message: message.text,
    userType,
    ...(isSystem ? { agentName: null, customerName: null } : namesOf(sender)),
    messageId: message.number,
    timestamp: isoTime(message.createdAt),
    ...(kind === "system" ? { messageType: "system" } : {}),
    ...(parentMessageId === null ? {} : { parentMessageId }),
    ...(attachments.length === 0 ? {} : { attachments: attachments.map((file) => fileRow(file, links)) }),
    ...(clientId === null ? {} : { clientId }),
  };
}

function reaction({ message, by, emoji, on, at }: MessageReacted, ticketId: number) {
  return {
    ticketId,
    messageId: message.number,
    ...who(by),
    emoji,
    action: on ? "added" : "removed",
    reactions: message.reactions.map(reactionRow),
    timestamp: isoTime(at),
  };
}

/** Who has read what: the messages, or null for everything others have said up to now. */
function readMark({ by, what, at }: MessagesRead, ticketId: number) {
  const messageIds = what.kind === "list" ? what.messages.map(({ number }) => number) : null;
  return { ticketId, ...who(by), messageIds, timestamp: isoTime(at) };
}

function who({ number, role }: Person): { readonly userId: number; readonly userType: Side } {
  return { userId: number, userType: sideOf(role) };
}

/** Customers have a name of their own for whoever shows it. */
function typist(person: Person): Readonly<Record<string, unknown>> {
  const { agentName, customerName } = namesOf(person);
  return { userType: sideOf(person.role), agentName, ...(customerName === null ? {} : { customerName }) };
}
