import type { Ticket, TicketSearchQuery, TicketsFound } from "@ticketwire/core";

/** How many steps one search for tickets has at most. */
const MAX_STEPS = 20;

/** Goes through a search step by step, so that others get a turn in between. */
export async function inSteps(
  query: TicketSearchQuery,
  step: (query: TicketSearchQuery) => Promise<TicketsFound>,
): Promise<TicketsFound> {
  const tickets: Ticket[] = [];
  let before = query.before;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const found = await step({ ...query, before, limit: query.limit - tickets.length });
    tickets.push(...found.tickets);
    if (found.next === null) return { tickets, next: null };
    before = found.next;
    if (tickets.length === query.limit) break;
  }
  return { tickets, next: before ?? null };
}
