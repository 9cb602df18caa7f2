import type {
  Attachment,
  Happening,
  Identity,
  Message,
  MessagePage,
  Participant,
  Person,
  Ticket,
} from "@ticketwire/core";
import type { Frame, Links, Scope, TicketScope } from "../dialect.js";
import { linkWithId } from "../shared/attachment-ids.js";
import { isoTime } from "../shared/iso-time.js";
import { type PageFields, paginationOf } from "../shared/numbered-pages.js";
import { whoAndWhen } from "../shared/who-and-when.js";
import { evicted } from "./errors.js";
import {
  type AttachmentShape,
  type HistoryShape,
  MESSAGE_TYPES,
  type MessageShape,
  type NewMessageShape,
  type ParticipantShape,
  type PersonShape,
} from "./shapes.js";

/** What a connection hears once it is signed in. */
export function welcome({ user }: Identity): readonly Frame[] {
  const payload = { userId: user.ref, message: `Connected as ${user.name}` };
  return [{ event: "connected", payload }];
}

/**
 * What happened on a ticket. Changes of the ticket itself have no word here, the next message shows them; nor have
 * edits, deletions and receipts, which the next history shows.
 */
export function encode(happening: Happening, scope: TicketScope): readonly Frame[] {
  const ticketId = scope.ticket.ref;
  switch (happening.type) {
    case "message.posted":
      return [{ event: "new_message", payload: newMessage(happening.message, scope.ticket, scope) }];
    case "presence.joined":
      return [{ event: "user_joined", payload: whoAndWhen(happening, ticketId) }];
    case "presence.left":
      return [{ event: "user_left", payload: whoAndWhen(happening, ticketId) }];
    case "typing.started":
      return [{ event: "user_typing", payload: whoAndWhen(happening, ticketId) }];
    case "typing.stopped":
      return [{ event: "user_stopped_typing", payload: whoAndWhen(happening, ticketId) }];
    case "evicted":
      return evicted(ticketId);
    case "message.edited":
    case "message.deleted":
    case "message.reacted":
    case "messages.read":
    case "session.changed":
    case "ticket.updated":
      return [];
  }
}

/** A message that has been said, as everybody on the ticket hears it. */
export function newMessage(message: Message, ticket: Ticket, scope: Scope): NewMessageShape {
  return {
    message: messageObject(message, ticket, scope.links),
    ticketId: ticket.ref,
    timestamp: isoTime(message.createdAt),
  };
}

/** A page of the history and where it lies; `asked` is what the client gave for it. */
export function history(page: MessagePage, asked: PageFields, ticket: Ticket, scope: Scope): HistoryShape {
  return {
    ticketId: ticket.ref,
    messages: page.messages.map((message) => messageObject(message, ticket, scope.links)),
    pagination: paginationOf(page, asked),
  };
}

export function participantObject({ person, relation, online }: Participant): ParticipantShape {
  return { ...personObject(person), userId: person.ref, relation, online };
}

export function personObject({ ref, name, email, role }: Person): PersonShape {
  return { id: ref, name, email, role: role.toUpperCase() };
}

export function attachmentObject(attachment: Attachment, links: Links): AttachmentShape {
  const { id, name, storedName, type, size, uploadedAt } = attachment;
  return {
    id,
    url: linkWithId(links, attachment),
    name,
    filename: storedName,
    type,
    mimeType: type,
    size,
    uploadedAt: isoTime(uploadedAt),
  };
}

function messageObject(message: Message, ticket: Ticket, links: Links): MessageShape {
  const { ref, subject, category, priority, status } = ticket;
  return {
    id: message.id,
    ticketId: ref,
    senderId: message.sender.ref,
    message: message.text === "" ? null : message.text,
    attachments: message.attachments.map((attachment) => attachmentObject(attachment, links)),
    messageType: MESSAGE_TYPES[message.kind],
    createdAt: isoTime(message.createdAt),
    updatedAt: isoTime(message.updatedAt),
    clientId: message.clientId,
    ticket: { id: ref, subject, category, priority, status },
    sender: personObject(message.sender),
  };
}
