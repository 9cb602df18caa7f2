import type { Command, SessionKey } from "@ticketwire/core";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { sessionRow } from "./rows.js";
import {
  noBody,
  noQuery,
  participantShape,
  sessionBody,
  sessionShape,
  statusBody,
  success,
  typingBody,
} from "./shapes.js";
import { checkSender } from "./sides.js";

const params = z.object({ sessionId: z.string() });
const response = z.object({
  success,
  message: z.string().optional(),
  data: sessionShape.extend({ participants: z.array(participantShape) }),
});

/** The sessions of a ticket, and typing in them. */
export const sessionRoutes: readonly AnyRoute[] = [
  route({
    method: "POST",
    path: "/api/chat/session",
    summary: "Open a session on a ticket, or join the one that is open: 201 when it is new, else 200",
    params: z.object({}),
    query: noQuery,
    body: sessionBody,
    response,
    command(input, me): Command<"session.open"> {
      checkSender(input.body, me);
      return { name: "session.open", ticket: { number: input.body.ticketId } };
    },
    reply: (outcome) => ({
      status: outcome.opened ? 201 : 200,
      body: {
        success: true,
        message: outcome.opened ? "Chat session created" : "Chat session joined",
        data: sessionRow(outcome, outcome.participants),
      },
    }),
  }),

  route({
    method: "GET",
    path: "/api/chat/session/:sessionId",
    summary: "A session and who takes part in it",
    params,
    query: noQuery,
    body: noBody,
    response,
    command: (input): Command<"session.read"> => ({
      name: "session.read",
      session: sessionKey(input.params.sessionId),
    }),
    reply: (outcome) => ({
      status: 200,
      body: { success: true, data: sessionRow(outcome, outcome.participants) },
    }),
  }),

  route({
    method: "PUT",
    path: "/api/chat/session/:sessionId",
    summary: "Pause a session, go on with it, or close it for good",
    params,
    query: noQuery,
    body: statusBody,
    response,
    command(input, me): Command<"session.set_status"> {
      checkSender(input.body, me);
      return {
        name: "session.set_status",
        session: sessionKey(input.params.sessionId),
        status: input.body.status,
      };
    },
    reply: (outcome) => ({
      status: 200,
      body: {
        success: true,
        message: "Chat session updated",
        data: sessionRow(outcome, outcome.participants),
      },
    }),
  }),

  route({
    method: "PUT",
    path: "/api/chat/typing",
    summary: "Others hear `USER_TYPING` or `USER_STOPPED_TYPING`",
    params: z.object({}),
    query: noQuery,
    body: typingBody,
    response: z.object({
      success,
      message: z.string(),
      data: z.object({ sessionId: z.string(), isTyping: z.boolean() }),
    }),
    command(input, me): Command<"typing.start" | "typing.stop"> {
      const { isTyping, sessionId } = input.body;
      checkSender(input.body, me);
      const ticket = { session: sessionKey(sessionId) };
      return isTyping ? { name: "typing.start", ticket } : { name: "typing.stop", ticket };
    },
    reply: (_outcome, { body: { sessionId, isTyping } }) => ({
      status: 200,
      body: { success: true, message: "Typing status updated", data: { sessionId, isTyping } },
    }),
  }),
];

/** A session by its name, or by the integer of its row. */
function sessionKey(sessionId: string): SessionKey {
  return /^[1-9]\d{0,14}$/.test(sessionId) ? { number: Number(sessionId) } : { name: sessionId };
}
