import type { MessageRow } from "@ticketwire/core";

/** What a batch of messages asks of its tickets, in their order, and where each message stands among its ticket's. */
export interface BatchByTicket {
  readonly tickets: readonly AskedOfTicket[];
  readonly places: readonly PlaceInBatch[];
}

/** What a batch asks of one ticket. */
interface AskedOfTicket {
  readonly id: number;
  readonly messages: number;
  readonly internal: number;
  /** The session that must be open; null when none has to be. */
  readonly session: number | null;
  /** Whether one of the messages opens a resolved session again. */
  readonly reopens: boolean;
}

/** Where a message stands in its batch. */
interface PlaceInBatch {
  /** Its ticket's place among the tickets, from 1. */
  readonly ticket: number;
  /** How many messages of its ticket come after it, and how many of these are internal. */
  readonly followedBy: number;
  readonly followedByInternal: number;
}

/** A ticket while its messages are counted. */
interface Counted extends AskedOfTicket {
  messages: number;
  internal: number;
  session: number | null;
  reopens: boolean;
  place: number;
  placed: number;
  placedInternal: number;
}

/** Sorts a batch out by ticket. Undefined when it needs two sessions of one ticket, of which one is open at most. */
export function batchByTicket(rows: readonly MessageRow[]): BatchByTicket | undefined {
  const byId = new Map<number, Counted>();
  const ticketOf: Counted[] = [];
  for (const { ticketId, audience, session, reopens } of rows) {
    const ticket = byId.get(ticketId) ?? uncounted(ticketId);
    byId.set(ticketId, ticket);
    if (session !== null) {
      if (ticket.session !== null && ticket.session !== session) return undefined;
      ticket.session = session;
    }
    ticket.messages += 1;
    if (audience === "internal") ticket.internal += 1;
    else if (reopens) ticket.reopens = true;
    ticketOf.push(ticket);
  }
  const tickets = [...byId.values()].sort((a, b) => a.id - b.id);
  for (const [index, ticket] of tickets.entries()) ticket.place = index + 1;
  return {
    tickets,
    places: ticketOf.map((ticket, index) => nextPlace(ticket, rows[index]?.audience === "internal")),
  };
}

function nextPlace(ticket: Counted, isInternal: boolean): PlaceInBatch {
  ticket.placed += 1;
  if (isInternal) ticket.placedInternal += 1;
  return {
    ticket: ticket.place,
    followedBy: ticket.messages - ticket.placed,
    followedByInternal: ticket.internal - ticket.placedInternal,
  };
}

function uncounted(id: number): Counted {
  return {
    id,
    messages: 0,
    internal: 0,
    session: null,
    reopens: false,
    place: 0,
    placed: 0,
    placedInternal: 0,
  };
}
