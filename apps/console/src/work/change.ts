import type { PersonView, TicketView } from "@ticketwire/client";

/** What is about to be otherwise on a ticket, shown before the server has answered. */
export interface Change {
  readonly status?: string;
  readonly priority?: string | null;
  readonly assignee?: PersonView | null;
}

/** A ticket as it will be once a change has come true. */
export function changed<T extends TicketView>(ticket: T, change: Change | undefined): T {
  if (!change) return ticket;
  const { assignee, ...facts } = change;
  const people = assignee === undefined ? ticket.people : { ...ticket.people, assignee };
  return { ...ticket, ...facts, people };
}
