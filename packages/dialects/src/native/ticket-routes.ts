import { ChatError, type Command, type TicketPlace } from "@ticketwire/core";
import { listedTicket, ref, searchText, ticketView as ticket, word } from "@ticketwire/protocol";
import { z } from "zod";
import { type AnyRoute, route } from "../dialect.js";
import { listedTicketView } from "./list-shapes.js";
import { ticketView } from "./shapes.js";

const params = z.object({ ref });
const whole = z.coerce.number("expected a whole number");

/** One value, or several in the query or with commas between them. */
const several = z
  .union([z.string("expected a string"), z.array(z.string("expected a string"))])
  .transform((said) =>
    [said]
      .flat()
      .flatMap((one) => one.split(","))
      .filter((one) => one !== ""),
  );

/** One ref, or several in the query: a ref may have commas in it. */
const refs = z.union([ref, z.array(ref)]).transform((said) => [said].flat());

const query = z.object({
  limit: whole.optional(),
  before: z.string("expected what `next` said").max(100).optional(),
  status: several.optional(),
  notStatus: several.optional(),
  assignee: ref.optional(),
  customer: ref.optional(),
  session: z.enum(["waiting", "mine"], "expected waiting or mine").optional(),
  q: searchText.optional(),
  number: whole.optional(),
  ref: refs.optional(),
});

/** REST endpoints for tickets as those see them who work on them. */
export const ticketRoutes: readonly AnyRoute[] = [
  route({
    method: "GET",
    path: "/v1/tickets",
    summary:
      "The tickets you may see, most recently changed first, or, of those that wait, the longest wait; `next` is the `before` of the next page",
    params: z.object({}),
    query,
    body: z.unknown(),
    response: z.object({ tickets: z.array(listedTicket), next: z.string().nullable() }),
    command: ({ query }): Command<"ticket.list"> => ({
      name: "ticket.list",
      limit: query.limit,
      before: placeFrom(query.before),
      statuses: query.status,
      notStatuses: query.notStatus,
      assignee: assigneeFrom(query.assignee),
      customer: query.customer,
      session: query.session,
      text: query.q,
      number: query.number,
      refs: query.ref,
    }),
    reply: ({ tickets, next }) => ({
      status: 200,
      body: { tickets: tickets.map(listedTicketView), next: next && `${next.at}.${next.number}` },
    }),
  }),

  route({
    method: "PATCH",
    path: "/v1/tickets/:ref",
    summary: "Give a ticket to somebody, or change its status or priority: who works on tickets",
    params,
    query: z.object({}),
    body: z.object(
      { assignee: ref.nullable().optional(), status: word.optional(), priority: word.nullable().optional() },
      "expected an object",
    ),
    response: z.object({ ticket }),
    command: ({ params, body }): Command<"ticket.update"> => ({
      name: "ticket.update",
      ticket: params,
      ...body,
    }),
    reply: (outcome) => ({ status: 200, body: { ticket: ticketView(outcome.ticket) } }),
  }),
];

function assigneeFrom(said: string | undefined) {
  if (said === undefined || said === "me" || said === "none") return said;
  return { ref: said };
}

function placeFrom(said: string | undefined): TicketPlace | undefined {
  if (said === undefined) return undefined;
  const [at, number] = said.split(".").map(Number);
  if (Number.isSafeInteger(at) && Number.isSafeInteger(number)) return { at: at ?? 0, number: number ?? 0 };
  throw new ChatError("invalid", `before is ${said}, expected what next said`, { field: "before" });
}
