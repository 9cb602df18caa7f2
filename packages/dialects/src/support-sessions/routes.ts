import { ChatError, type Command, type Identity } from "@ticketwire/core";
import { z } from "zod";
import { type Answer, type AnyRoute, route } from "../dialect.js";
import { checkClaimedIdentity } from "../shared/claimed-identity.js";
import { countField, refField } from "../shared/fields.js";
import { attachmentObject, detailObject, messageObject, overviewObject, sessionIn } from "./objects.js";
import { openFrom } from "./open.js";
import { markFrom, postFrom, within } from "./operations.js";
import { pageObject, pageRequest } from "./pages.js";
import {
  assignBody,
  attachmentShape,
  detailShape,
  messageShape,
  openBody,
  overviewShape,
  pageFields,
  paginationShape,
  readBody,
  sendBody,
  statusBody,
} from "./shapes.js";

const params = z.object({ sessionId: refField });
const nothing = z.object({});
const noQuery = z.object({});
const noBody = z.unknown();
const success = z.literal(true);

/** The REST half. What is written here is heard live. */
export const routes: readonly AnyRoute[] = [
  route({
    method: "POST",
    path: "/api/v1/chat/sessions",
    summary: "Open a session, or get the one that is open on the ticket: 201 for a new one, else 200",
    params: nothing,
    query: noQuery,
    body: openBody,
    response: z.object({ success, data: detailShape }),
    command: ({ body, idempotencyKey }, me) => openFrom(body, me, idempotencyKey),
    reply: (opened, _input, { links }) => said(detailObject(opened, links), opened.opened ? 201 : 200),
  }),

  route({
    method: "GET",
    path: "/api/v1/chat/sessions",
    summary: "The caller's open sessions, most recently changed first; for agents also those that wait",
    params: nothing,
    query: z.object({ limit: countField.optional() }),
    body: noBody,
    response: z.object({ success, data: z.array(overviewShape) }),
    command: ({ query }): Command<"session.list"> => ({ name: "session.list", limit: query.limit }),
    reply: ({ sessions }, _input, { links }) =>
      said(sessions.map((overview) => overviewObject(overview, links))),
  }),

  route({
    method: "GET",
    path: "/api/v1/chat/sessions/:sessionId",
    summary: "One session, with who takes part in it",
    params,
    query: noQuery,
    body: noBody,
    response: z.object({ success, data: detailShape }),
    command: ({ params }): Command<"session.read"> => ({
      name: "session.read",
      session: { id: params.sessionId },
    }),
    reply: (detail, _input, { links }) => said(detailObject(detail, links)),
  }),

  route({
    method: "GET",
    path: "/api/v1/chat/sessions/:sessionId/messages",
    summary: "A page of a session's messages, oldest first; without a cursor the newest page",
    params,
    query: z.object(pageFields),
    body: noBody,
    response: z.object({ success, data: z.array(messageShape), pagination: paginationShape }),
    command: ({ params, query }): Command<"message.list"> => ({
      name: "message.list",
      ticket: within(params.sessionId),
      page: pageRequest(query),
    }),
    reply({ ticket, page }, { query }, { links }) {
      const { messages, pagination } = pageObject(page, query, sessionIn(ticket), links);
      return { status: 200, body: { success: true, data: messages, pagination } };
    },
  }),

  route({
    method: "POST",
    path: "/api/v1/chat/sessions/:sessionId/messages",
    summary:
      "Say something in a session, with files; 200 instead of 201 when it had been said under the same key",
    params,
    query: noQuery,
    body: sendBody,
    files: {
      field: "attachments",
      upload: ({ params, files }) => ({
        name: "attachment.upload",
        ticket: within(params.sessionId),
        files,
        optional: true,
      }),
    },
    response: z.object({ success, data: messageShape, duplicate: z.boolean() }),
    command: ({ params, body, attachments, idempotencyKey }, me) =>
      postFrom(params.sessionId, body, me, idempotencyKey, attachments),
    reply: ({ ticket, message, duplicate }, _input, { links }) => ({
      status: duplicate ? 200 : 201,
      body: { success: true, data: messageObject(message, sessionIn(ticket), links), duplicate },
    }),
  }),

  route({
    method: "POST",
    path: "/api/v1/chat/upload",
    summary: "Take in up to 5 files for a later message, in whichever session",
    params: nothing,
    query: noQuery,
    body: noBody,
    files: { field: "attachments" },
    response: z.object({ success, data: z.array(attachmentShape) }),
    command: ({ files }): Command<"attachment.upload"> => ({ name: "attachment.upload", files }),
    reply: ({ attachments }, _input, { links }) =>
      said(
        attachments.map((one) => attachmentObject(one, links)),
        201,
      ),
  }),

  route({
    method: "POST",
    path: "/api/v1/chat/sessions/:sessionId/read",
    summary: "Say that one has read these messages, or without ids all there are",
    params,
    query: noQuery,
    body: readBody,
    response: z.object({ success, message: z.string() }),
    command: ({ params, body }, me) => markFrom(params.sessionId, body ?? {}, me),
    reply: () => ({ status: 200, body: { success: true, message: "Messages marked as read" } }),
  }),

  route({
    method: "POST",
    path: "/api/v1/chat/sessions/:sessionId/assign",
    summary: "Take a session that waits: 409 names who was faster",
    params,
    query: noQuery,
    body: assignBody,
    response: z.object({ success, data: overviewShape }),
    command({ params, body }, me): Command<"session.accept"> {
      checkOwn(body, me);
      return { name: "session.accept", session: { id: params.sessionId } };
    },
    reply: (overview, _input, { links }) => said(overviewObject(overview, links)),
  }),

  route({
    method: "PATCH",
    path: "/api/v1/chat/sessions/:sessionId/status",
    summary: "Change how a session stands: `waiting` hands it back, `closed` is final",
    params,
    query: noQuery,
    body: statusBody,
    response: z.object({ success, data: overviewShape }),
    command({ params, body }, me): Command<"session.set_status"> {
      checkClaimedIdentity(body, me);
      return { name: "session.set_status", session: { id: params.sessionId }, status: body.status };
    },
    reply: (overview, _input, { links }) => said(overviewObject(overview, links)),
  }),
];

function said(data: unknown, status = 200): Answer {
  return { status, body: { success: true, data } };
}

/** A session is taken by oneself, never for somebody else. */
function checkOwn(body: z.output<typeof assignBody>, me: Identity): void {
  checkClaimedIdentity(body, me);
  const { agent_id = null } = body;
  if (agent_id === null || String(agent_id) === me.user.ref) return;
  throw new ChatError("forbidden", `agent_id is another's, expected your own: ${me.user.ref}`, {
    field: "agent_id",
  });
}
