import type { Audience } from "./audience.js";
import { audienceOf } from "./caller.js";
import type { Connection } from "./connection.js";
import type { Signal, TicketEvent } from "./event.js";
import type { Ticket } from "./ticket.js";

/**
 * How far a connection is on its way into a ticket:
 * - `reading`: what it missed is being read; events that happen meanwhile are held for it
 * - `answered`: its reply is made, all up to `from` is in it; signals are held too, for the reply can't tell them
 * - `catching_up`: it has been told all up to `from`, the channel has not come that far yet
 * - `live`: it hears what its group hears
 */
export type SeatState =
  | { readonly at: "reading"; readonly held: TicketEvent[] }
  | { readonly at: "answered"; readonly from: number; readonly held: (TicketEvent | Signal)[] }
  | { readonly at: "catching_up"; readonly from: number }
  | { readonly at: "live" };

/** A connection's place in a ticket's channel. */
export interface Seat {
  readonly connection: Connection;
  readonly audience: Audience;
  /** The number of the session the ticket was joined by; null for who joined the ticket itself. */
  readonly session: number | null;
  state: SeatState;
}

/** Whether a connection may watch a ticket from the seat it has, with the facts as they are now. */
export function mayKeep({ connection, audience, session }: Seat, ticket: Ticket): boolean {
  const { identity, language } = connection;
  if (session !== null && ticket.session?.number !== session) return false;
  return language.access(identity, ticket) && audienceOf(connection, ticket) === audience;
}
