import { audienceOf, type Caller } from "../caller.js";
import { ChatError } from "../errors.js";
import type { ListedTicket, TicketFilter } from "../listed.js";
import { MAX_PAGE_SIZE, pageSize } from "../page.js";
import type { Parts } from "../parts.js";
import { placeIn, type TicketQuery, type TicketsFound } from "../ports/queries.js";
import type { Ticket } from "../ticket.js";
import type { Handler } from "./handler.js";
import { checkedSearchText } from "./search-messages.js";
import { listedFor } from "./tickets.js";

/** The most values one filter can have. */
const MAX_VALUES = 20;

/** Lists what the caller may see, as far as their role looks for tickets. */
export const listTickets: Handler<"ticket.list"> = async (parts, caller, input) => {
  const { identity, language } = caller;
  const limit = pageSize(input.limit);
  checkCount("status", input.statuses, MAX_VALUES);
  checkCount("notStatus", input.notStatuses, MAX_VALUES);
  checkCount("ref", input.refs, MAX_PAGE_SIZE);
  const text = input.text === undefined ? undefined : checkedSearchText(input.text);
  const filter = await queryFor(parts, caller, input);
  if (!filter) return { tickets: [], next: null };
  const query: TicketQuery = { ...filter, personId: listedFor(caller), limit, before: input.before };
  const { tickets, next } = await found(parts, query, text);
  const visible = tickets.filter((ticket) => language.access(identity, ticket));
  return { tickets: await listed(parts, caller, visible), next };
};

/** One look at the store; a list that is full goes on where its last ticket stands. */
async function found(parts: Parts, query: TicketQuery, text: string | undefined): Promise<TicketsFound> {
  if (text !== undefined) return parts.store.searchTickets({ ...query, text });
  const tickets = await parts.store.tickets(query);
  const last = tickets.length < query.limit ? undefined : tickets.at(-1);
  return { tickets, next: last ? placeIn(query, last) : null };
}

/** Tickets as a list shows them to the caller. */
async function listed(
  parts: Parts,
  caller: Caller,
  tickets: readonly Ticket[],
): Promise<readonly ListedTicket[]> {
  const personId = caller.identity.user.id;
  const queries = tickets.map((ticket) => ({
    ticketId: ticket.id,
    audience: audienceOf(caller, ticket),
    personId,
  }));
  const summaries = queries.length === 0 ? [] : await parts.store.summaries(queries);
  return tickets.flatMap((ticket, index) => {
    const summary = summaries[index];
    return summary ? { ticket, audience: audienceOf(caller, ticket), ...summary } : [];
  });
}

/** What to ask the store; null when nothing can be found. */
async function queryFor(
  parts: Parts,
  { identity: { user } }: Caller,
  { statuses, notStatuses, assignee, customer, session, number, refs }: TicketFilter,
): Promise<Omit<TicketQuery, "personId" | "limit"> | null> {
  const assigneeId = await assigneeIn(parts, user.id, assignee);
  const customerId = customer === undefined ? undefined : await idOf(parts, customer);
  if (assigneeId === "nobody known" || customerId === "nobody known") return null;
  return {
    statuses,
    notStatuses,
    assigneeId,
    customerId,
    session: session === "mine" ? { agentId: user.id } : session,
    number,
    refs,
  };
}

async function assigneeIn(
  parts: Parts,
  me: number,
  assignee: TicketFilter["assignee"],
): Promise<number | null | undefined | "nobody known"> {
  if (assignee === undefined) return undefined;
  if (assignee === "me") return me;
  if (assignee === "none") return null;
  return idOf(parts, assignee.ref);
}

async function idOf(parts: Parts, ref: string): Promise<number | "nobody known"> {
  return (await parts.store.user(ref))?.id ?? "nobody known";
}

function checkCount(field: string, values: readonly string[] | undefined, most: number): void {
  if (values === undefined || (values.length > 0 && values.length <= most)) return;
  throw new ChatError("invalid", `${values.length} values, expected 1 to ${most}`, { field });
}
