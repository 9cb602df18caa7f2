import type { Command } from "@ticketwire/core";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { numberParam } from "../shared/fields.js";
import {
  integerPageFields,
  integerPageRequest,
  integerPaginationOf,
  integerPaginationShape,
  keyOf,
} from "../shared/integer-pages.js";
import { messageObject } from "./encode.js";
import { checkSender, postFrom, textOf } from "./operations.js";
import { editBody, messageShape, sendPayload } from "./shapes.js";

const noParams = z.object({});
const params = z.object({ id: numberParam });
const noQuery = z.object({});
const inChat = z.object({ chatId: numberParam.nullish() });
const noBody = z.unknown();
const success = z.literal(true);
const oneMessage = z.object({ success, data: messageShape });

/** The REST half. What is written here is heard live. */
export const routes: readonly AnyRoute[] = [
  route({
    method: "POST",
    path: "/chat-messages",
    summary: "Say something on a chat; 200 instead of 201 when it had been said before under the same key",
    params: noParams,
    query: noQuery,
    body: sendPayload,
    response: oneMessage.extend({ duplicate: z.boolean() }),
    command: ({ body, idempotencyKey }, me) => postFrom(body, idempotencyKey, me),
    reply: ({ ticket, message, duplicate }, _input, { links }) => ({
      status: duplicate ? 200 : 201,
      body: { success: true, data: messageObject(message, ticket, links), duplicate },
    }),
  }),

  route({
    method: "GET",
    path: "/chat-messages",
    summary: "A page of a chat's messages, oldest first; without a cursor the newest page",
    params: noParams,
    query: z.object({ ...integerPageFields, chatId: numberParam }),
    body: noBody,
    response: z.object({
      success,
      chatId: z.number(),
      data: z.array(messageShape),
      pagination: integerPaginationShape,
    }),
    command: ({ query: { chatId, ...page } }): Command<"message.list"> => ({
      name: "message.list",
      ticket: { number: chatId },
      page: integerPageRequest(page),
    }),
    reply: ({ ticket, page }, { query }, { links }) => ({
      status: 200,
      body: {
        success: true,
        chatId: ticket.number,
        data: page.messages.map((message) => messageObject(message, ticket, links)),
        pagination: integerPaginationOf(page, query.limit),
      },
    }),
  }),

  route({
    method: "GET",
    path: "/chat-messages/:id",
    summary: "One message",
    params,
    query: inChat,
    body: noBody,
    response: oneMessage,
    command: ({ params, query }): Command<"message.read"> => ({
      name: "message.read",
      message: { number: params.id },
      ticket: keyOf(query.chatId),
    }),
    reply: ({ ticket, message }, _input, { links }) => ({
      status: 200,
      body: { success: true, data: messageObject(message, ticket, links) },
    }),
  }),

  route({
    method: "PATCH",
    path: "/chat-messages/:id",
    summary: "Put a message in other words, as its author or an admin",
    params,
    query: inChat,
    body: editBody,
    response: oneMessage,
    command({ params, query, body }, me): Command<"message.edit"> {
      checkSender(body, me);
      return {
        name: "message.edit",
        message: { number: params.id },
        ticket: keyOf(body.chatId ?? query.chatId),
        text: textOf(body) ?? "",
      };
    },
    reply: ({ ticket, message }, _input, { links }) => ({
      status: 200,
      body: { success: true, data: messageObject(message, ticket, links) },
    }),
  }),

  route({
    method: "DELETE",
    path: "/chat-messages/:id",
    summary: "Take a message back, as its author or an admin",
    params,
    query: inChat,
    body: noBody,
    response: z.object({
      success,
      message: z.string(),
      data: z.object({ messageId: z.number(), chatId: z.number() }),
    }),
    command: ({ params, query }): Command<"message.delete"> => ({
      name: "message.delete",
      message: { number: params.id },
      ticket: keyOf(query.chatId),
    }),
    reply: ({ ticket, message: { number } }) => ({
      status: 200,
      body: {
        success: true,
        message: `Deleted message ${number}`,
        data: { messageId: number, chatId: ticket.number },
      },
    }),
  }),
];
