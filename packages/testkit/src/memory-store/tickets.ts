import type { OwnTicketKey, TicketQuery } from "@ticketwire/core";
import type { TicketRecord } from "./records.js";
import type { Tables } from "./tables.js";

/** The ticket of a name. */
export function findTicket(
  tables: Tables,
  key: OwnTicketKey | { readonly id: number },
): TicketRecord | undefined {
  if ("id" in key) return tables.tickets.get(key.id);
  return [...tables.tickets.values()].find((one) =>
    "ref" in key ? one.ref === key.ref : one.number === key.number,
  );
}

/** The tickets somebody is on, or all, most recently changed first. */
export function listTickets(tables: Tables, { personId, limit }: TicketQuery): readonly TicketRecord[] {
  return [...tables.tickets.values()]
    .filter(
      ({ related, participants }) =>
        personId === null || participants.includes(personId) || Object.values(related).includes(personId),
    )
    .sort((one, other) => other.updatedAt - one.updatedAt || other.id - one.id)
    .slice(0, limit);
}
