import type { Command } from "@ticketwire/core";
import {
  cannedReply,
  foundMessage,
  MAX_CANNED_TEXT_LENGTH,
  MAX_CANNED_TITLE_LENGTH,
  MAX_SHORTCUT_LENGTH,
  messageId,
  personView as person,
  role,
  searchText,
} from "@ticketwire/protocol";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { cannedReplyView, foundMessageView } from "./list-shapes.js";
import { personView } from "./shapes.js";
import { strict } from "./strict.js";

const noParams = z.object({});
const noQuery = z.object({});
const noBody = z.unknown();
const params = z.object({ id: messageId });
const whole = z.coerce.number("expected a whole number");

/** REST endpoints for who works on tickets: search over all of them, people, canned replies. */
export const deskRoutes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/v1/search",
    summary:
      "Messages on all tickets you may see that contain `q`, newest first; `next` is the `before` of the next page",
    params: noParams,
    query: z.object({ q: searchText, before: whole.optional(), limit: whole.optional() }),
    body: noBody,
    response: z.object({ messages: z.array(foundMessage), next: z.string().nullable() }),
    command: ({ query: { q, before, limit } }): Command<"message.search_everywhere"> => ({
      name: "message.search_everywhere",
      text: q,
      before,
      limit,
    }),
    reply: ({ messages, next }, _input, { links }) => ({
      status: 200,
      body: {
        messages: messages.map((one) => foundMessageView(one, links)),
        next: next === null ? null : `${next}`,
      },
    }),
  }),

  route({
    method: "GET",
    path: "/v1/users",
    summary: "People by name, for who works on tickets: agents and admins unless `role` says others",
    params: noParams,
    query: z.object({
      role: z
        .union([role, z.array(role)])
        .transform((said) => [said].flat())
        .optional(),
      q: z.string("expected a string").max(200).optional(),
      limit: whole.optional(),
    }),
    body: noBody,
    response: z.object({ users: z.array(person) }),
    command: ({ query: { role, q, limit } }): Command<"person.list"> => ({
      name: "person.list",
      roles: role,
      text: q,
      limit,
    }),
    reply: ({ people }) => ({ status: 200, body: { users: people.map(personView) } }),
  }),

  route({
    method: "GET",
    path: "/v1/canned-replies",
    summary: "Texts to answer with: everybody's and your own",
    params: noParams,
    query: noQuery,
    body: noBody,
    response: z.object({ replies: z.array(cannedReply) }),
    command: (): Command<"canned_reply.list"> => ({ name: "canned_reply.list" }),
    reply: ({ replies }) => ({ status: 200, body: { replies: replies.map(cannedReplyView) } }),
  }),

  route({
    method: "PUT",
    path: "/v1/canned-replies/:id",
    summary: "Create or replace a text to answer with: your own, or, for admins, everybody's",
    params,
    query: noQuery,
    body: strict({
      shortcut: text(MAX_SHORTCUT_LENGTH),
      title: text(MAX_CANNED_TITLE_LENGTH),
      text: text(MAX_CANNED_TEXT_LENGTH),
      shared: z.boolean("expected true or false").default(false),
    }),
    response: z.object({ reply: cannedReply }),
    command: ({ params: { id }, body: { shared, ...said } }): Command<"canned_reply.put"> => ({
      name: "canned_reply.put",
      reply: { id, ...said, isShared: shared },
    }),
    reply: ({ reply }) => ({ status: 200, body: { reply: cannedReplyView(reply) } }),
  }),

  route({
    method: "DELETE",
    path: "/v1/canned-replies/:id",
    summary: "Forget a text to answer with",
    params,
    query: noQuery,
    body: noBody,
    response: z.object({ ok: z.literal(true) }),
    command: ({ params: { id } }): Command<"canned_reply.delete"> => ({ name: "canned_reply.delete", id }),
    reply: () => ({ status: 200, body: { ok: true } }),
  }),
];

function text(most: number) {
  const expected = `expected a string of 1 to ${most} characters`;
  return z.string(expected).min(1, expected).max(most, expected);
}
