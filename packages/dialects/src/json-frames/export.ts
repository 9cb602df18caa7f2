import type { Command } from "@ticketwire/core";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { EXPORT_FORMATS, exported } from "../shared/export.js";
import { numberParam } from "../shared/fields.js";
import { isoTime } from "../shared/iso-time.js";
import { messageRow, ticketRow } from "./rows.js";
import { messageShape, noBody, success, ticketShape } from "./shapes.js";

/** The whole history of a ticket, to be kept. */
export const exportRoutes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/api/chat/export/:ticketId",
    summary: "Everything said on a ticket, oldest first, as a file: `format` is json, txt or html",
    params: z.object({ ticketId: numberParam }),
    query: z.object({
      format: z
        .enum(EXPORT_FORMATS, { error: `expected one of ${EXPORT_FORMATS.join(", ")}` })
        .default("json"),
    }),
    body: noBody,
    response: z.object({
      success,
      ticket: ticketShape,
      exported_at: z.iso.datetime(),
      data: z.array(messageShape),
    }),
    command: ({ params }): Command<"ticket.export"> => ({
      name: "ticket.export",
      ticket: { number: params.ticketId },
    }),
    reply: ({ ticket, pages }, { query: { format } }, { links, now }) =>
      exported(format, {
        ticket,
        name: ticket.number,
        pages,
        now,
        head: { success: true, ticket: ticketRow(ticket), exported_at: isoTime(now) },
        field: "data",
        row: (message) => messageRow(message, ticket, links),
      }),
  }),
];
