import {
  type Attachment,
  type Happening,
  type Identity,
  type Message,
  type Person,
  roleFrom,
  type Signal,
  type Ticket,
} from "@ticketwire/core";
import type { Frame, Links, TicketScope } from "../dialect.js";
import { linkWithId } from "../shared/attachment-ids.js";
import { isoTime } from "../shared/iso-time.js";
import { evicted } from "./errors.js";
import type { AttachmentShape, MeShape, MessageEventShape, MessageShape, PersonShape } from "./shapes.js";

/**
 * What happened on a ticket. Sessions and changes of the ticket itself have no word here; neither has that
 * somebody has read whatever there is: the next history shows it.
 */
export function encode(happening: Happening, { ticket, links }: TicketScope): readonly Frame[] {
  const chatId = ticket.number;
  switch (happening.type) {
    case "message.posted":
      return [{ event: "newMessage", payload: messageEvent(happening, ticket, links) }];
    case "message.edited":
    case "message.reacted":
      return [{ event: "messageUpdated", payload: messageEvent(happening, ticket, links) }];
    case "message.deleted": {
      const { message, at } = happening;
      const payload = { messageId: message.number, chatId, timestamp: isoTime(at) };
      return [{ event: "messageDeleted", payload }];
    }
    case "messages.read": {
      const { what, by, at } = happening;
      if (what.kind === "range") return [];
      const read = { chatId, userId: by.number, timestamp: isoTime(at) };
      return what.messages.map(({ number }) => ({
        event: "messageRead",
        payload: { ...read, messageId: number },
        exceptPersonId: by.id,
      }));
    }
    case "typing.started":
    case "typing.stopped": {
      const isTyping = happening.type === "typing.started";
      return [{ event: "userTyping", payload: { ...whoAndWhen(happening, chatId), isTyping } }];
    }
    case "presence.joined":
      return [{ event: "userJoined", payload: whoAndWhen(happening, chatId) }];
    case "presence.left":
      return [{ event: "userLeft", payload: whoAndWhen(happening, chatId) }];
    case "evicted":
      return evicted(chatId);
    case "ticket.updated":
    case "session.changed":
      return [];
  }
}

/** A message as it is now. */
export function messageObject(message: Message, ticket: Ticket, links: Links): MessageShape {
  const { readBy } = message;
  const [firstRead] = readBy;
  return {
    id: message.number,
    chatId: ticket.number,
    senderId: message.sender.number,
    message: message.text,
    content: message.text,
    messageType: message.kind,
    attachments: message.attachments.map((attachment) => attachmentObject(attachment, links)),
    sender: personObject(message.sender),
    replyToId: message.replyTo?.isDeleted === false ? message.replyTo.number : null,
    reactions: message.reactions.map(({ emoji, by }) => ({ emoji, userIds: by.map(({ number }) => number) })),
    readBy: readBy.map(({ person, at }) => ({ userId: person.number, readAt: isoTime(at) })),
    isRead: firstRead !== undefined,
    readAt: timeOrNull(firstRead?.at),
    isEdited: message.editedAt !== null,
    editedAt: timeOrNull(message.editedAt),
    clientId: message.clientId,
    createdAt: isoTime(message.createdAt),
    updatedAt: isoTime(message.updatedAt),
  };
}

/** The caller, as their token has them. */
export function meObject({ user, role }: Identity): MeShape {
  const { department, permissions } = user;
  return { ...personObject({ ...user, role }), department, permissions: [...permissions] };
}

/** What the language knows people as: by their own type where it is one of the two, else by their role. */
export function userType({ type, role }: Pick<Person, "type" | "role">): PersonShape["type"] {
  const told = type === null ? undefined : roleFrom(type);
  const kind = told === "admin" || told === "employee" ? told : role;
  return kind === "admin" ? "admin" : "employee";
}

function personObject(person: Person): PersonShape {
  const { number, name, email, role } = person;
  return { id: number, name, email, role, type: userType(person) };
}

function attachmentObject(attachment: Attachment, links: Links): AttachmentShape {
  const { id, name, type, size, uploadedAt } = attachment;
  return {
    id,
    url: linkWithId(links, attachment),
    name,
    mimeType: type,
    size,
    uploadedAt: isoTime(uploadedAt),
  };
}

function messageEvent(
  { message, at }: { readonly message: Message; readonly at: number },
  ticket: Ticket,
  links: Links,
): MessageEventShape {
  return { message: messageObject(message, ticket, links), chatId: ticket.number, timestamp: isoTime(at) };
}

function whoAndWhen({ person, at }: Signal, chatId: number) {
  return { chatId, userId: person.number, timestamp: isoTime(at) };
}

function timeOrNull(ms: number | null | undefined): string | null {
  return ms === null || ms === undefined ? null : isoTime(ms);
}
