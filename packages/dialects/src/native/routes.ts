import { ChatError, type Command } from "@ticketwire/core";
import {
  attachmentView as attachment,
  attachmentIds,
  audience,
  clientId,
  cursor,
  messageView as message,
  messageId,
  messageKind,
  messagePageView as messagePage,
  participantView as participant,
  personView as person,
  ref,
  searchText,
  text,
  ticketView as ticket,
} from "@ticketwire/protocol";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { EXPORT_FORMATS, exported } from "../shared/export.js";
import { isoTime } from "../shared/iso-time.js";
import { deskRoutes } from "./desk-routes.js";
import { ticketBody, userBody } from "./import-format.js";
import { meRoutes } from "./me-routes.js";
import { messageRoutes } from "./message-routes.js";
import { pageRequest } from "./operations.js";
import { recordingFrom, recordingQuery } from "./recording.js";
import { revocationRoutes } from "./revocation-routes.js";
import { sessionRoutes } from "./session-routes.js";
import {
  attachmentView,
  messagePageView,
  messageView,
  participantView,
  personView,
  ticketView,
} from "./shapes.js";
import { ticketRoutes } from "./ticket-routes.js";

const params = z.object({ ref });
const noQuery = z.object({});
const noBody = z.unknown();
const limit = z.coerce.number("expected a whole number").optional();

const postBody = z.object(
  {
    text,
    kind: messageKind.optional(),
    audience: audience.optional(),
    attachments: attachmentIds.optional(),
    replyTo: messageId.optional(),
    clientId: clientId.optional(),
  },
  "expected an object",
);

/** The REST half of the native protocol. */
export const routes: readonly AnyRoute[] = [
  ...meRoutes,
  ...messageRoutes,
  ...sessionRoutes,
  ...revocationRoutes,
  ...ticketRoutes,
  ...deskRoutes,
  route({
    method: "GET",
    path: "/v1/tickets/:ref",
    summary: "One ticket",
    params,
    query: noQuery,
    body: noBody,
    response: z.object({ ticket }),
    command: ({ params }): Command<"ticket.read"> => ({ name: "ticket.read", ticket: params }),
    reply: (outcome) => ({ status: 200, body: { ticket: ticketView(outcome.ticket) } }),
  }),

  route({
    method: "PUT",
    path: "/v1/tickets/:ref",
    summary: "Create or update a ticket, for the host application",
    params,
    query: noQuery,
    body: ticketBody,
    response: z.object({ ticket, created: z.boolean() }),
    command: ({ params, body }): Command<"ticket.put"> => ({
      name: "ticket.put",
      tickets: [{ ...body, ...params }],
    }),
    reply: ({ tickets }) => {
      const { ticket, created } = only(tickets);
      return { status: created ? 201 : 200, body: { ticket: ticketView(ticket), created } };
    },
  }),

  route({
    method: "PUT",
    path: "/v1/users/:ref",
    summary: "Create or update a user, for the host application",
    params,
    query: noQuery,
    body: userBody,
    response: z.object({ user: person, created: z.boolean() }),
    command: ({ params, body }): Command<"user.put"> => ({
      name: "user.put",
      users: [{ ...body, ...params }],
    }),
    reply: ({ users }) => {
      const { user, created } = only(users);
      return { status: created ? 201 : 200, body: { user: personView(user), created } };
    },
  }),

  route({
    method: "GET",
    path: "/v1/tickets/:ref/messages",
    summary: "A page of a ticket's messages, oldest first; without a cursor the newest",
    params,
    query: z.object({ before: cursor.optional(), after: cursor.optional(), limit }),
    body: noBody,
    response: messagePage,
    command: ({ params, query }): Command<"message.list"> => ({
      name: "message.list",
      ticket: params,
      page: pageRequest(query),
    }),
    reply: ({ page, ticket, audience }, _input, { links }) => ({
      status: 200,
      body: messagePageView(page, { links, ticket, audience }),
    }),
  }),

  route({
    method: "POST",
    path: "/v1/tickets/:ref/messages",
    summary: "Say something on a ticket",
    params,
    query: noQuery,
    body: postBody,
    response: z.object({ message, duplicate: z.boolean() }),
    command: ({ params, body: { clientId, replyTo, ...said }, idempotencyKey }): Command<"message.post"> => ({
      name: "message.post",
      ticket: params,
      ...said,
      replyTo: replyTo === undefined ? undefined : { id: replyTo },
      clientId: oneKey(clientId, idempotencyKey),
    }),
    reply: ({ message, duplicate, ticket, audience }, _input, { links }) => ({
      status: duplicate ? 200 : 201,
      body: { message: messageView(message, { links, ticket, audience }), duplicate },
    }),
  }),

  route({
    method: "POST",
    path: "/v1/tickets/:ref/attachments",
    summary: "Upload files for a later message",
    params,
    query: recordingQuery,
    body: noBody,
    files: { field: "files" },
    response: z.object({ attachments: z.array(attachment) }),
    command: ({ params, files, query }): Command<"attachment.upload"> => ({
      name: "attachment.upload",
      ticket: params,
      files,
      recording: recordingFrom(query),
    }),
    reply: ({ attachments }, _input, { links }) => ({
      status: 201,
      body: { attachments: attachments.map((one) => attachmentView(one, links)) },
    }),
  }),

  route({
    method: "GET",
    path: "/v1/tickets/:ref/search",
    summary: "Messages that contain `q`, without regard to case, newest first",
    params,
    query: z.object({ q: searchText, before: cursor.optional(), limit }),
    body: noBody,
    response: z.object({ messages: z.array(message), hasOlder: z.boolean() }),
    command: ({ params, query: { q, before, limit } }): Command<"message.search"> => ({
      name: "message.search",
      ticket: params,
      text: q,
      limit,
      before: before === undefined ? undefined : { id: before },
    }),
    reply: ({ messages, hasOlder, ...seen }, _input, { links }) => ({
      status: 200,
      body: { messages: messages.map((one) => messageView(one, { ...seen, links })), hasOlder },
    }),
  }),

  route({
    method: "GET",
    path: "/v1/tickets/:ref/export",
    summary: "Everything said on a ticket, oldest first, as a file: `format` is json, txt or html",
    params,
    query: z.object({
      format: z.enum(EXPORT_FORMATS, `expected one of ${EXPORT_FORMATS.join(", ")}`).default("json"),
    }),
    body: noBody,
    response: z.object({ ticket, exportedAt: z.iso.datetime(), messages: z.array(message) }),
    command: ({ params }): Command<"ticket.export"> => ({ name: "ticket.export", ticket: params }),
    reply: ({ ticket, audience, pages }, { query: { format } }, { links, now }) =>
      exported(format, {
        ticket,
        name: ticket.ref,
        pages,
        now,
        head: { ticket: ticketView(ticket), exportedAt: isoTime(now) },
        field: "messages",
        row: (one) => messageView(one, { ticket, audience, links }),
      }),
  }),

  route({
    method: "POST",
    path: "/v1/tickets/:ref/read",
    summary: "Say that you have read these messages, or all of them",
    params,
    query: noQuery,
    body: z.object({ messages: z.array(messageId).optional() }, "expected an object").nullish(),
    response: z.object({ ok: z.literal(true) }),
    command: ({ params, body }): Command<"receipt.mark"> => ({
      name: "receipt.mark",
      ticket: params,
      messages: body?.messages?.map((id) => ({ id })),
    }),
    reply: () => ({ status: 200, body: { ok: true } }),
  }),

  route({
    method: "GET",
    path: "/v1/tickets/:ref/unread",
    summary: "How many messages you have not read",
    params,
    query: noQuery,
    body: noBody,
    response: z.object({ unread: z.int() }),
    command: ({ params }): Command<"receipt.count"> => ({ name: "receipt.count", ticket: params }),
    reply: ({ unread }) => ({ status: 200, body: { unread } }),
  }),

  route({
    method: "GET",
    path: "/v1/tickets/:ref/participants",
    summary: "Who is on a ticket, and who of them watches it now",
    params,
    query: noQuery,
    body: noBody,
    response: z.object({ participants: z.array(participant) }),
    command: ({ params }): Command<"participant.list"> => ({ name: "participant.list", ticket: params }),
    reply: ({ participants }) => ({
      status: 200,
      body: { participants: participants.map(participantView) },
    }),
  }),
];

/** The sender's key, whichever way it was given. Two that differ are a mistake nobody should have to guess about. */
function oneKey(inBody: string | undefined, inHeader: string | undefined): string | undefined {
  if (inBody !== undefined && inHeader !== undefined && inBody !== inHeader) {
    throw new ChatError(
      "invalid",
      "clientId differs from the Idempotency-Key header, expected one of the two",
      {
        field: "clientId",
      },
    );
  }
  return inBody ?? inHeader;
}

function only<T>(all: readonly T[]): T {
  const [one] = all;
  if (one === undefined) throw new Error("the outcome of one put is empty");
  return one;
}
