import type { OwnTicketKey, TicketPlace, TicketQuery } from "@ticketwire/core";
import type { SessionRecord, TicketRecord } from "./records.js";
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
export function listTickets(tables: Tables, query: TicketQuery): readonly TicketRecord[] {
  const { personId, limit, before, statuses, assigneeId, session, refs, number } = query;
  return [...tables.tickets.values()]
    .filter((ticket) => personId === null || isOn(ticket, personId))
    .filter(({ status }) => !statuses || (status !== null && statuses.includes(status)))
    .filter(({ related }) => assigneeId === undefined || related.assignee === assigneeId)
    .filter(({ id }) => session === undefined || hasSession(tables.openSession(id), session))
    .filter((ticket) => !refs || refs.includes(ticket.ref))
    .filter((ticket) => number === undefined || ticket.number === number)
    .sort(latestFirst)
    .filter((ticket) => !before || isAfter(tables, ticket, before))
    .slice(0, limit);
}

/** Whether somebody is on a ticket in any way. */
export function isOn(ticket: TicketRecord | undefined, personId: number): boolean {
  if (!ticket) return false;
  return ticket.participants.includes(personId) || Object.values(ticket.related).includes(personId);
}

type Changed = Pick<TicketRecord, "updatedAt" | "id">;

function latestFirst(one: Changed, other: Changed): number {
  return other.updatedAt - one.updatedAt || other.id - one.id;
}

function isAfter(tables: Tables, ticket: TicketRecord, { updatedAt, number }: TicketPlace): boolean {
  const id = findTicket(tables, { number })?.id ?? 0;
  return latestFirst({ updatedAt, id }, ticket) < 0;
}

function hasSession(
  session: SessionRecord | undefined,
  wanted: Exclude<TicketQuery["session"], undefined>,
): boolean {
  if (!session) return false;
  if (wanted !== "waiting") return session.agentId === wanted.agentId;
  return session.status === "waiting" || (session.status === "paused" && session.agentId === null);
}
