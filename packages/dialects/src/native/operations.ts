import type { CatchUp as CaughtUp, Command, Joined, Outcome, PageRequest } from "@ticketwire/core";
import type { Answer, CatchUp, ClientEvent } from "@ticketwire/protocol";
import { type AnyOperation, type Links, operation, type Reply } from "../dialect.js";
import { Json } from "../json.js";
import { answer, declared } from "./declared.js";
import { deskOperations } from "./desk-operations.js";
import { eventFrame } from "./encode.js";
import { lastMessageText } from "./message-text.js";
import { sessionOperations } from "./session-operations.js";
import {
  messagePageView,
  messageView,
  participantView,
  personView,
  type Reading,
  ticketView,
} from "./shapes.js";

/** What a client may send. */
export const operations: Readonly<Record<ClientEvent, AnyOperation>> = {
  join: operation({
    ...declared("join"),
    command: ({ ticket, position, limit }): Command<"ticket.join"> => ({
      name: "ticket.join",
      ticket: { ref: ticket },
      position,
      page: { limit },
    }),
    reply: (joined, _payload, { links }) =>
      answer<"join">({
        ok: true,
        ticket: ticketView(joined.ticket),
        audience: joined.audience,
        position: { ...joined.position },
        present: joined.present.map(personView),
        catchUp: catchUpView(joined.catchUp, { ...readingOf(joined), links }),
      }),
  }),

  leave: operation({
    ...declared("leave"),
    command: ({ ticket }): Command<"ticket.leave"> => ({ name: "ticket.leave", ticket: { ref: ticket } }),
    reply: () => answer<"leave">({ ok: true }),
  }),

  post: operation({
    ...declared("post"),
    command: ({ ticket, clientId, text, kind, audience, attachments, replyTo }): Command<"message.post"> => ({
      name: "message.post",
      ticket: { ref: ticket },
      clientId,
      text,
      kind,
      audience,
      attachments,
      replyTo: replyTo === undefined ? undefined : { id: replyTo },
    }),
    reply: ({ message, duplicate, ticket, audience }, _payload, { links }) =>
      postAnswer(lastMessageText(message, { links, ticket, audience }), duplicate),
  }),

  typing: operation({
    ...declared("typing"),
    command: ({ ticket: ref, on, audience }): Command<"typing.start" | "typing.stop"> =>
      on ? { name: "typing.start", ticket: { ref }, audience } : { name: "typing.stop", ticket: { ref } },
    reply: () => answer<"typing">({ ok: true }),
  }),

  history: operation({
    ...declared("history"),
    command: ({ ticket, ...page }): Command<"message.list"> => ({
      name: "message.list",
      ticket: { ref: ticket },
      page: pageRequest(page),
    }),
    reply: ({ page, ticket, audience }, _payload, { links }) =>
      answer<"history">({ ok: true, ...messagePageView(page, { links, ticket, audience }) }),
  }),

  edit: operation({
    ...declared("edit"),
    command: ({ ticket, message, text }): Command<"message.edit"> => ({
      name: "message.edit",
      ...onMessage(ticket, message),
      text,
    }),
    reply: (changed, _payload, { links }) => answer<"edit">(changedMessage(changed, links)),
  }),

  delete: operation({
    ...declared("delete"),
    command: ({ ticket, message }): Command<"message.delete"> => ({
      name: "message.delete",
      ...onMessage(ticket, message),
    }),
    reply: (changed, _payload, { links }) => answer<"delete">(changedMessage(changed, links)),
  }),

  react: operation({
    ...declared("react"),
    command: ({ ticket, message, emoji, on }): Command<"message.react"> => ({
      name: "message.react",
      ...onMessage(ticket, message),
      emoji,
      on,
    }),
    reply: (changed, _payload, { links }) => answer<"react">(changedMessage(changed, links)),
  }),

  read: operation({
    ...declared("read"),
    command: ({ ticket, messages }): Command<"receipt.mark"> => ({
      name: "receipt.mark",
      ticket: { ref: ticket },
      messages: messages?.map((id) => ({ id })),
    }),
    reply: () => answer<"read">({ ok: true }),
  }),

  unread: operation({
    ...declared("unread"),
    command: ({ ticket }): Command<"receipt.count"> => ({ name: "receipt.count", ticket: { ref: ticket } }),
    reply: ({ unread }) => answer<"unread">({ ok: true, unread }),
  }),

  search: operation({
    ...declared("search"),
    command: ({ ticket, text, before, limit }): Command<"message.search"> => ({
      name: "message.search",
      ticket: { ref: ticket },
      text,
      limit,
      before: before === undefined ? undefined : { id: before },
    }),
    reply: (found, _payload, { links }) =>
      answer<"search">({
        ok: true,
        messages: found.messages.map((message) => messageView(message, { ...found, links })),
        hasOlder: found.hasOlder,
      }),
  }),

  ...sessionOperations,
  ...deskOperations,

  participants: operation({
    ...declared("participants"),
    command: ({ ticket }): Command<"participant.list"> => ({
      name: "participant.list",
      ticket: { ref: ticket },
    }),
    reply: ({ participants }) =>
      answer<"participants">({ ok: true, participants: participants.map(participantView) }),
  }),
};

/** `answer<"post">` of a message that is JSON already. */
function postAnswer(message: string, duplicate: boolean): Reply {
  return { ack: new Json(`{"ok":true,"message":${message},"duplicate":${duplicate}}`) };
}

/** Which messages to read, from cursors that are message ids. */
export function pageRequest({
  before,
  after,
  limit,
}: {
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}): PageRequest {
  return {
    limit,
    before: before === undefined ? undefined : { id: before },
    after: after === undefined ? undefined : { id: after },
  };
}

function onMessage(ticket: string, message: string) {
  return { ticket: { ref: ticket }, message: { id: message } } as const;
}

function changedMessage({ message, ...seen }: Outcome<"message.edit">, links: Links): Answer<"edit"> {
  return { ok: true, message: messageView(message, { ...seen, links }) };
}

function readingOf({ ticket, audience }: Joined): Omit<Reading, "links"> {
  return { ticket, audience };
}

function catchUpView(catchUp: CaughtUp, reading: Reading): CatchUp {
  if (catchUp.kind === "resumed") {
    return { kind: "resumed", events: catchUp.missed.map((event) => eventFrame(event, reading)) };
  }
  const { hasNewer: _none, ...page } = messagePageView(catchUp.page, reading);
  return { kind: "snapshot", ...page };
}
