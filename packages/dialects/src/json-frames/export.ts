import type { Command, Message, Ticket } from "@ticketwire/core";
import { z } from "zod";
import { type AnyRoute, route, type Scope } from "../dialect.js";
import { numberParam } from "../shared/fields.js";
import { isoTime } from "../shared/iso-time.js";
import { messageRow, ticketRow } from "./rows.js";
import { messageShape, noBody, success, ticketShape } from "./shapes.js";

const FORMATS = ["json", "txt"] as const;

/** The whole history of a ticket, to be kept. It is sent as it is read, so that its length does not matter. */
export const exportRoutes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/api/chat/export/:ticketId",
    summary: "Everything said on a ticket, oldest first, as a file: `format` is json or txt",
    params: z.object({ ticketId: numberParam }),
    query: z.object({
      format: z.enum(FORMATS, { error: `expected ${FORMATS.join(" or ")}` }).default("json"),
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
    reply({ ticket, pages }, { query: { format } }, scope) {
      const isJson = format === "json";
      return {
        status: 200,
        type: isJson ? "application/json; charset=utf-8" : "text/plain; charset=utf-8",
        fileName: `ticket-${ticket.number}.${format}`,
        text: isJson ? asJson(ticket, pages, scope) : asText(ticket, pages),
      };
    },
  }),
];

type Pages = AsyncIterable<readonly Message[]>;

async function* asJson(ticket: Ticket, pages: Pages, { links, now }: Scope): AsyncGenerator<string> {
  const head = JSON.stringify({ success: true, ticket: ticketRow(ticket), exported_at: isoTime(now) });
  yield `${head.slice(0, -1)},"data":[`;
  let before = "";
  for await (const messages of pages) {
    const rows = messages.map((message) => JSON.stringify(messageRow(message, ticket, links)));
    yield before + rows.join(",");
    before = ",";
  }
  yield "]}\n";
}

async function* asText(ticket: Ticket, pages: Pages): AsyncGenerator<string> {
  const { id, name, issue_title } = ticketRow(ticket);
  yield `Ticket ${id}: ${issue_title} (${name})\n`;
  for await (const messages of pages) yield messages.map(asLine).join("");
}

/** Lines of a message after its first are set in, so that nobody can write what looks like somebody else's. */
function asLine({ createdAt, sender, text, attachments }: Message): string {
  const said = [...(text === "" ? [] : [text]), ...attachments.map(({ name }) => `[${name}]`)].join("\n");
  const name = sender.name.replaceAll("\n", " ");
  return `\n${isoTime(createdAt)} ${name}: ${said.replaceAll("\n", "\n    ")}\n`;
}
