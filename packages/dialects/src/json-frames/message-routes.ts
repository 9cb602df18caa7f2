import { ChatError, type Command, type Message, pageSize, type Ticket } from "@ticketwire/core";
import { z } from "zod";
import { type AnyRoute, route, type Scope } from "../dialect.js";
import { numberParam, optionalText } from "../shared/fields.js";
import {
  integerPageFields,
  integerPageRequest,
  integerPaginationOf,
  integerPaginationShape,
  keyOf,
} from "../shared/integer-pages.js";
import { postFrom, reactionFrom, readFrom } from "./operations.js";
import { fileRow, messageRow, ticketRow } from "./rows.js";
import {
  editBody,
  fileShape,
  messageShape,
  noBody,
  noQuery,
  reactionBody,
  readBody,
  sendPayload,
  success,
  ticketShape,
  uploadForm,
} from "./shapes.js";
import { checkSender, sideNamed } from "./sides.js";

const ticketParams = z.object({ ticketId: numberParam });
const messageParams = z.object({ id: numberParam });
const optionalReaction = reactionBody.partial();
const said = z.object({ success, message: z.string(), data: messageShape });
const told = z.object({ success, message: z.string() });

/** What is said on a ticket, and what has become of it. */
export const messageRoutes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/api/chat/messages/:ticketId",
    summary: "A page of a ticket's messages, oldest first; without a cursor the newest page",
    params: ticketParams,
    query: z.object(integerPageFields),
    body: noBody,
    response: z.object({
      success,
      data: z.array(messageShape),
      ticket: ticketShape,
      pagination: integerPaginationShape,
    }),
    command: ({ params, query }): Command<"message.list"> => ({
      name: "message.list",
      ticket: { number: params.ticketId },
      page: integerPageRequest(query),
    }),
    reply: ({ ticket, page }, { query }, { links }) => ({
      status: 200,
      body: {
        success: true,
        data: page.messages.map((message) => messageRow(message, ticket, links)),
        ticket: ticketRow(ticket),
        pagination: integerPaginationOf(page, query.limit),
      },
    }),
  }),

  route({
    method: "POST",
    path: "/api/chat/messages",
    summary: "Say something on a ticket; 200 instead of 201 when it had been said before under the same key",
    params: z.object({}),
    query: noQuery,
    body: sendPayload,
    response: said,
    command: ({ body, idempotencyKey }, me) => postFrom(body.ticketId, body, idempotencyKey, [], me),
    reply: (outcome, _input, scope) => posted(outcome, scope),
  }),

  route({
    method: "PUT",
    path: "/api/chat/messages/read/:ticketId",
    summary: "Say that you have read these messages, or all there are",
    params: ticketParams,
    query: noQuery,
    body: readBody,
    response: told,
    command: ({ params, body }, me) => readFrom(params.ticketId, body ?? {}, me),
    reply: () => ({ status: 200, body: { success: true, message: "Messages marked as read" } }),
  }),

  route({
    method: "GET",
    path: "/api/chat/unread/:ticketId/:userType",
    summary: "How many messages of the other side nobody of this side has read",
    params: z.object({ ticketId: numberParam, userType: z.string() }),
    query: noQuery,
    body: noBody,
    response: z.object({ success, data: z.object({ unreadCount: z.number() }) }),
    command: ({ params }): Command<"receipt.count"> => ({
      name: "receipt.count",
      ticket: { number: params.ticketId },
      side: sideNamed(params.userType),
    }),
    reply: ({ unread }) => ({ status: 200, body: { success: true, data: { unreadCount: unread } } }),
  }),

  route({
    method: "PUT",
    path: "/api/chat/messages/:id",
    summary: "Put a message of yours in other words",
    params: messageParams,
    query: noQuery,
    body: editBody,
    response: said,
    command: ({ params, body }, me): Command<"message.edit"> => {
      checkSender(body, me);
      return { name: "message.edit", message: { number: params.id }, text: body.message };
    },
    reply: ({ message, ticket }, _input, scope) => shown("Message updated", message, ticket, scope),
  }),

  route({
    method: "DELETE",
    path: "/api/chat/messages/:id",
    summary: "Take a message of yours back",
    params: messageParams,
    query: noQuery,
    body: noBody,
    response: told.extend({ data: z.object({ id: z.number(), ticket_id: z.number() }) }),
    command: ({ params }): Command<"message.delete"> => ({
      name: "message.delete",
      message: { number: params.id },
    }),
    reply: ({ message, ticket }) => ({
      status: 200,
      body: {
        success: true,
        message: "Message deleted",
        data: { id: message.number, ticket_id: ticket.number },
      },
    }),
  }),

  route({
    method: "POST",
    path: "/api/chat/messages/:id/reactions",
    summary: "Answer a message with an emoji",
    params: messageParams,
    query: noQuery,
    body: reactionBody,
    response: said,
    command: ({ params, body }, me) => reactionFrom(params.id, body, true, me),
    reply: ({ message, ticket }, _input, scope) => shown("Reaction added", message, ticket, scope),
  }),

  route({
    method: "DELETE",
    path: "/api/chat/messages/:id/reactions",
    summary: "Take an emoji of yours back",
    params: messageParams,
    query: optionalReaction,
    body: noBody,
    response: said,
    command: ({ params, query, body }, me) => reactionFrom(params.id, takenBack(query, body), false, me),
    reply: ({ message, ticket }, _input, scope) => shown("Reaction removed", message, ticket, scope),
  }),

  route({
    method: "GET",
    path: "/api/chat/search/:ticketId",
    summary: "Find messages by what they say, newest first",
    params: ticketParams,
    query: z.object({ q: optionalText, limit: integerPageFields.limit, before: integerPageFields.before }),
    body: noBody,
    response: z.object({
      success,
      data: z.array(messageShape),
      ticket: ticketShape,
      pagination: integerPaginationShape.pick({ limit: true, hasMore: true, before: true }),
    }),
    command: ({ params, query }): Command<"message.search"> => ({
      name: "message.search",
      ticket: { number: params.ticketId },
      text: query.q ?? "",
      limit: query.limit,
      before: keyOf(query.before),
    }),
    reply: ({ ticket, messages, hasOlder }, { query }, { links }) => ({
      status: 200,
      body: {
        success: true,
        data: messages.map((message) => messageRow(message, ticket, links)),
        ticket: ticketRow(ticket),
        pagination: {
          limit: pageSize(query.limit),
          hasMore: hasOlder,
          before: hasOlder ? (messages.at(-1)?.number ?? null) : null,
        },
      },
    }),
  }),

  route({
    method: "POST",
    path: "/api/chat/upload/:ticketId",
    summary: "Take in up to 5 files: for a later message, or with `message` for one that is said at once",
    params: ticketParams,
    query: noQuery,
    body: uploadForm,
    files: {
      field: "files",
      upload: ({ params, files }) => ({
        name: "attachment.upload",
        ticket: { number: params.ticketId },
        files,
      }),
    },
    response: z.object({ success, message: z.string(), data: z.union([z.array(fileShape), messageShape]) }),
    command: ({ params, body, attachments, idempotencyKey }, me): Command<"message.post" | "ticket.read"> => {
      if (body?.message !== undefined)
        return postFrom(params.ticketId, body, idempotencyKey, attachments, me);
      checkSender(body ?? {}, me);
      return { name: "ticket.read", ticket: { number: params.ticketId } };
    },
    reply(outcome, { attachments }, scope) {
      if ("message" in outcome) return posted(outcome, scope);
      const count = attachments.length === 1 ? "1 file" : `${attachments.length} files`;
      return {
        status: 201,
        body: {
          success: true,
          message: `${count} uploaded`,
          data: attachments.map((attachment) => fileRow(attachment, scope.links)),
        },
      };
    },
  }),
];

/** What a client takes back it names in the query; those that send a body with `DELETE` may name it there. */
function takenBack(query: z.output<typeof optionalReaction>, body: unknown): z.output<typeof reactionBody> {
  const { emoji } = query;
  if (emoji !== undefined) return { ...query, emoji };
  const said = reactionBody.safeParse(body);
  if (said.success) return said.data;
  throw new ChatError("invalid", "emoji is missing: expected ?emoji= or a body with it", { field: "emoji" });
}

interface Posted {
  readonly message: Message;
  readonly ticket: Ticket;
  readonly duplicate: boolean;
}

function posted({ message, ticket, duplicate }: Posted, scope: Scope) {
  return shown("Chat message added successfully", message, ticket, scope, duplicate ? 200 : 201);
}

function shown(done: string, message: Message, ticket: Ticket, { links }: Scope, status = 200) {
  return { status, body: { success: true, message: done, data: messageRow(message, ticket, links) } };
}
