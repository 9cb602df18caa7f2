import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { refField } from "../shared/fields.js";
import { pageFields, pageRequest } from "../shared/numbered-pages.js";
import { attachmentObject, history, newMessage, participantObject } from "./encode.js";
import { postFrom } from "./operations.js";
import {
  attachmentShape,
  historyShape,
  messageShape,
  newMessageShape,
  participantShape,
  sendBody,
} from "./shapes.js";

const params = z.object({ ticketId: refField });
const noQuery = z.object({});
const noBody = z.unknown();
const success = z.literal(true);

/** The REST half, for clients that have no live connection. What is written here is heard live. */
export const routes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/api/tickets/:ticketId/chat",
    summary: "A page of a ticket's messages, oldest first; without a cursor the newest page",
    params,
    query: z.object(pageFields),
    body: noBody,
    response: historyShape.extend({ success }),
    command: ({ params, query }) => ({
      name: "message.list",
      ticket: { ref: params.ticketId },
      page: pageRequest(query),
    }),
    reply: ({ ticket, page }, { query }, scope) => ({
      status: 200,
      body: { success: true, ...history(page, query, ticket, scope) },
    }),
  }),

  route({
    method: "POST",
    path: "/api/tickets/:ticketId/chat",
    summary: "Say something on a ticket; 200 instead of 201 when it had been said before under the same key",
    params,
    query: noQuery,
    body: sendBody,
    response: newMessageShape.extend({ success, data: messageShape, duplicate: z.boolean() }),
    command: ({ params, body, idempotencyKey }, me) => postFrom(params.ticketId, body, idempotencyKey, me),
    reply({ ticket, message, duplicate }, _input, scope) {
      const said = newMessage(message, ticket, scope);
      return {
        status: duplicate ? 200 : 201,
        body: { success: true, ...said, data: said.message, duplicate },
      };
    },
  }),

  route({
    method: "GET",
    path: "/api/tickets/:ticketId/chat/participants",
    summary: "Who is on a ticket, and who of them watches it now",
    params,
    query: noQuery,
    body: noBody,
    response: z.object({
      success,
      ticketId: z.string(),
      participants: z.array(participantShape),
      total: z.number(),
    }),
    command: ({ params }) => ({ name: "participant.list", ticket: { ref: params.ticketId } }),
    reply: ({ ticket, participants }) => ({
      status: 200,
      body: {
        success: true,
        ticketId: ticket.ref,
        participants: participants.map(participantObject),
        total: participants.length,
      },
    }),
  }),

  route({
    method: "POST",
    path: "/api/tickets/:ticketId/chat/upload",
    summary: "Take in up to 5 files for a later message; any field name will do",
    params,
    query: noQuery,
    body: noBody,
    files: { field: "file" },
    response: z.object({
      success,
      message: z.string(),
      ticketId: z.string(),
      attachment: attachmentShape,
      attachments: z.array(attachmentShape),
      data: z.array(attachmentShape),
      url: z.string(),
    }),
    command: ({ params, files }) => ({ name: "attachment.upload", ticket: { ref: params.ticketId }, files }),
    reply({ attachments }, { params }, { links }) {
      const shown = attachments.map((attachment) => attachmentObject(attachment, links));
      const count = shown.length === 1 ? "1 file" : `${shown.length} files`;
      return {
        status: 201,
        body: {
          success: true,
          message: `${count} uploaded`,
          ticketId: params.ticketId,
          attachment: shown[0],
          attachments: shown,
          data: shown,
          url: shown[0]?.url,
        },
      };
    },
  }),
];
