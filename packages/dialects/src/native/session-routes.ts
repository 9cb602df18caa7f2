import type { Command } from "@ticketwire/core";
import { messageId, ref, sessionOverview, sessionStatus, ticketView as ticket } from "@ticketwire/protocol";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { sessionOverviewView, ticketView } from "./shapes.js";

const params = z.object({ id: messageId });
const noParams = z.object({});
const noQuery = z.object({});
const noBody = z.unknown();

const word = z.string("expected a string").max(500, "expected at most 500 characters").optional();

/** REST endpoints for sessions. */
export const sessionRoutes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/v1/sessions",
    summary: "The open sessions that concern you, most recently changed first",
    params: noParams,
    query: z.object({ limit: z.coerce.number("expected a whole number").optional() }),
    body: noBody,
    response: z.object({ sessions: z.array(sessionOverview) }),
    command: ({ query }): Command<"session.list"> => ({ name: "session.list", limit: query.limit }),
    reply: ({ sessions }, _input, { links }) => ({
      status: 200,
      body: { sessions: sessions.map((one) => sessionOverviewView(one, links)) },
    }),
  }),

  route({
    method: "POST",
    path: "/v1/sessions",
    summary: "Open a session on a ticket, or join the one that is open; without a ticket one is made",
    params: noParams,
    query: noQuery,
    body: z.object(
      {
        ticket: ref.optional(),
        subject: word,
        category: word,
        priority: word,
        context: z.record(z.string().max(100), z.string().max(1000)).optional(),
      },
      "expected an object",
    ),
    response: sessionOverview.extend({ opened: z.boolean(), ticket }),
    command: ({ body, idempotencyKey }): Command<"session.open"> => ({
      name: "session.open",
      ticket: body.ticket === undefined ? undefined : { ref: body.ticket },
      newTicket: {
        subject: body.subject,
        category: body.category,
        priority: body.priority,
        clientId: idempotencyKey,
      },
      context: body.context,
    }),
    reply: (outcome, _input, { links }) => ({
      status: outcome.opened ? 201 : 200,
      body: {
        ...sessionOverviewView(outcome, links),
        opened: outcome.opened,
        ticket: ticketView(outcome.ticket),
      },
    }),
  }),

  route({
    method: "GET",
    path: "/v1/sessions/:id",
    summary: "One session",
    params,
    query: noQuery,
    body: noBody,
    response: sessionOverview,
    command: ({ params }): Command<"session.read"> => ({ name: "session.read", session: params }),
    reply: (outcome, _input, { links }) => ({ status: 200, body: sessionOverviewView(outcome, links) }),
  }),

  route({
    method: "POST",
    path: "/v1/sessions/:id/accept",
    summary: "Take a session that waits; 409 names who was first",
    params,
    query: noQuery,
    body: noBody,
    response: sessionOverview,
    command: ({ params }): Command<"session.accept"> => ({ name: "session.accept", session: params }),
    reply: (outcome, _input, { links }) => ({ status: 200, body: sessionOverviewView(outcome, links) }),
  }),

  route({
    method: "PATCH",
    path: "/v1/sessions/:id",
    summary: "Hand a session back, set it aside, resolve it or close it",
    params,
    query: noQuery,
    body: z.object({ status: sessionStatus }, "expected an object"),
    response: sessionOverview,
    command: ({ params, body }): Command<"session.set_status"> => ({
      name: "session.set_status",
      session: params,
      status: body.status,
    }),
    reply: (outcome, _input, { links }) => ({ status: 200, body: sessionOverviewView(outcome, links) }),
  }),
];
