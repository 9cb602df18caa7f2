import {
  type Attachment,
  type Happening,
  type Identity,
  type Message,
  type MessagePage,
  type Person,
  type Side,
  sideOf,
  type Ticket,
} from "@ticketwire/core";
import type { Frame, Links, Scope, TicketScope } from "../dialect.js";
import { isoTime } from "../shared/iso-time.js";
import { type PageFields, paginationOf } from "../shared/numbered-pages.js";
import { whoAndWhen } from "../shared/who-and-when.js";
import { evicted } from "./errors.js";
import type {
  AttachmentShape,
  AuthenticatedShape,
  HistoryShape,
  MessageShape,
  NewMessageShape,
  SenderModel,
  SenderShape,
} from "./shapes.js";

const SENDER_MODEL_OF: Readonly<Record<Side, SenderModel>> = { customer: "Client", agent: "SuperAdmin" };

/** What a connection hears once it is signed in. */
export function welcome(me: Identity): readonly Frame[] {
  return [{ event: "authenticated", payload: authenticated(me) }];
}

/** Who has signed in. */
export function authenticated({ user, role }: Identity): AuthenticatedShape {
  const { _id, ...sender } = senderObject(user);
  return {
    success: true,
    message: `Authenticated as ${user.name}`,
    user: { id: _id, _id, ...sender, type: user.type ?? SENDER_MODEL_OF[sideOf(role)] },
  };
}

/**
 * What happened on a ticket. There are no words here for who comes and goes, reads and reacts, nor for what is
 * edited or taken back: the next page of the history shows that.
 */
export function encode(happening: Happening, scope: TicketScope): readonly Frame[] {
  const ticketId = scope.ticket.ref;
  switch (happening.type) {
    case "message.posted": {
      const { message } = happening;
      // What was taken back before it could be told is not told any more.
      return message.deletedAt === null
        ? [{ event: "new_message", payload: newMessage(message, scope.ticket, scope) }]
        : [];
    }
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
    case "ticket.updated":
    case "session.changed":
    case "presence.joined":
    case "presence.left":
      return [];
  }
}

/** A message that has been said, as everybody on the ticket hears it. */
export function newMessage(message: Message, { ref }: Ticket, { links }: Scope): NewMessageShape {
  return { ticketId: ref, data: messageObject(message, ref, links) };
}

/** A page of the history and where it lies; `asked` is what the client gave for it. */
export function history(
  page: MessagePage,
  asked: PageFields,
  { ref }: Ticket,
  { links }: Scope,
): HistoryShape {
  return {
    ticketId: ref,
    messages: page.messages.map((message) => messageObject(message, ref, links)),
    pagination: paginationOf(page, asked),
  };
}

function messageObject(message: Message, ticketId: string, links: Links): MessageShape {
  return {
    _id: message.id,
    ticketId,
    sender: senderObject(message.sender),
    senderModel: SENDER_MODEL_OF[sideOf(message.sender.role)],
    message: message.text,
    attachments: message.attachments.map((attachment) => attachmentObject(attachment, links)),
    clientId: message.clientId,
    createdAt: isoTime(message.createdAt),
    updatedAt: isoTime(message.updatedAt),
    editedAt: message.editedAt === null ? null : isoTime(message.editedAt),
  };
}

function senderObject({ ref, name, email, company }: Person): SenderShape {
  return { _id: ref, name, email: email ?? "", company: company ?? "" };
}

function attachmentObject(attachment: Attachment, links: Links): AttachmentShape {
  const { id, name, storedName, type, size, uploadedAt } = attachment;
  const { path, url } = links.to(attachment, "chat");
  return {
    _id: id,
    filename: storedName,
    originalname: name,
    mimetype: type,
    size,
    path,
    url,
    uploadedAt: isoTime(uploadedAt),
  };
}
