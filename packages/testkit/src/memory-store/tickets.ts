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

/** The tickets somebody is on, or all, in the order of the list. */
export function listTickets(tables: Tables, query: TicketQuery): readonly TicketRecord[] {
  const { personId, limit, before, assigneeId, customerId, session, refs, number } = query;
  const inOrder = orderOf(query);
  return [...tables.tickets.values()]
    .filter((ticket) => personId === null || isOn(ticket, personId))
    .filter(({ status }) => hasStatus(status, query))
    .filter(({ related }) => assigneeId === undefined || related.assignee === assigneeId)
    .filter(({ related }) => customerId === undefined || related.customer === customerId)
    .filter(({ id }) => session === undefined || hasSession(tables.openSession(id), session))
    .filter((ticket) => !refs || refs.includes(ticket.ref))
    .filter((ticket) => number === undefined || ticket.number === number)
    .map((ticket) => ({ ticket, place: { at: timeOf(tables, ticket, query), id: ticket.id } }))
    .sort((one, other) => inOrder(one.place, other.place))
    .filter(({ place }) => !before || inOrder({ at: before.at, id: idOf(tables, before) }, place) < 0)
    .slice(0, limit)
    .map(({ ticket }) => ticket);
}

/** By what a list is ordered: when the session began that waits, or when the ticket changed last. */
function timeOf(tables: Tables, { id, updatedAt }: TicketRecord, { session }: TicketQuery): number {
  return session === "waiting" ? (tables.openSession(id)?.startedAt ?? updatedAt) : updatedAt;
}

/** Whether somebody is on a ticket in any way. */
export function isOn(ticket: TicketRecord | undefined, personId: number): boolean {
  if (!ticket) return false;
  return ticket.participants.includes(personId) || Object.values(ticket.related).includes(personId);
}

interface Place {
  readonly at: number;
  readonly id: number;
}

/** The longest wait first, or what changed last. */
function orderOf({ session }: TicketQuery): (one: Place, other: Place) => number {
  const sign = session === "waiting" ? 1 : -1;
  return (one, other) => sign * (one.at - other.at || one.id - other.id);
}

function idOf(tables: Tables, { number }: TicketPlace): number {
  return findTicket(tables, { number })?.id ?? 0;
}

function hasStatus(status: string | null, { statuses, notStatuses }: TicketQuery): boolean {
  if (status === null) return !statuses;
  return (statuses?.includes(status) ?? true) && !notStatuses?.includes(status);
}

function hasSession(
  session: SessionRecord | undefined,
  wanted: Exclude<TicketQuery["session"], undefined>,
): boolean {
  if (!session) return false;
  if (wanted !== "waiting") return session.agentId === wanted.agentId;
  return session.status === "waiting" || (session.status === "paused" && session.agentId === null);
}
