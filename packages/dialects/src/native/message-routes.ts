import type { Command, Outcome } from "@ticketwire/core";
import { emoji, messageView as message, messageId, text } from "@ticketwire/protocol";
import { z } from "zod";
import { type AnyRoute, type Links, route } from "../dialect.js";
import { messageView } from "./shapes.js";

const params = z.object({ id: messageId });
const noQuery = z.object({});
const noBody = z.unknown();
const response = z.object({ message });

/** REST endpoints for one message, by its id. */
export const messageRoutes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/v1/messages/:id",
    summary: "One message",
    params,
    query: noQuery,
    body: noBody,
    response,
    command: ({ params }): Command<"message.read"> => ({ name: "message.read", message: params }),
    reply: (shown, _input, { links }) => ({ status: 200, body: body(shown, links) }),
  }),

  route({
    method: "PATCH",
    path: "/v1/messages/:id",
    summary: "Put a message in other words: its author, or an admin",
    params,
    query: noQuery,
    body: z.object({ text }, "expected an object"),
    response,
    command: ({ params, body }): Command<"message.edit"> => ({
      name: "message.edit",
      message: params,
      text: body.text,
    }),
    reply: (edited, _input, { links }) => ({ status: 200, body: body(edited, links) }),
  }),

  route({
    method: "DELETE",
    path: "/v1/messages/:id",
    summary: "Take a message back: its author, or an admin",
    params,
    query: noQuery,
    body: noBody,
    response,
    command: ({ params }): Command<"message.delete"> => ({ name: "message.delete", message: params }),
    reply: (deleted, _input, { links }) => ({ status: 200, body: body(deleted, links) }),
  }),

  ...(["PUT", "DELETE"] as const).map((method) =>
    route({
      method,
      path: "/v1/messages/:id/reactions/:emoji",
      summary: method === "PUT" ? "Answer a message with an emoji" : "Take an emoji back",
      params: params.extend({ emoji }),
      query: noQuery,
      body: noBody,
      response,
      command: ({ params: { id, emoji } }): Command<"message.react"> => ({
        name: "message.react",
        message: { id },
        emoji,
        on: method === "PUT",
      }),
      reply: (reacted, _input, { links }) => ({ status: 200, body: body(reacted, links) }),
    }),
  ),
];

function body({ message, ...seen }: Outcome<"message.read">, links: Links) {
  return { message: messageView(message, { ...seen, links }) };
}
