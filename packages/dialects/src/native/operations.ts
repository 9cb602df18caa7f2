import type { CatchUp as CaughtUp, Command, Joined, PageRequest } from "@ticketwire/core";
import { type Answer, type CatchUp, type ClientEvent, clientEvents } from "@ticketwire/protocol";
import { type AnyOperation, operation, type Reply } from "../dialect.js";
import { eventFrame } from "./encode.js";
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
    command: ({ ticket, clientId, text, kind, audience, attachments }): Command<"message.post"> => ({
      name: "message.post",
      ticket: { ref: ticket },
      clientId,
      text,
      kind,
      audience,
      attachments,
    }),
    reply: ({ message, duplicate, ticket, audience }, _payload, { links }) =>
      answer<"post">({ ok: true, message: messageView(message, { links, ticket, audience }), duplicate }),
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

function declared<E extends ClientEvent>(event: E): Pick<(typeof clientEvents)[E], "summary" | "payload"> {
  const { summary, payload } = clientEvents[event];
  return { summary, payload };
}

function answer<E extends ClientEvent>(ack: Answer<E>): Reply {
  return { ack };
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
