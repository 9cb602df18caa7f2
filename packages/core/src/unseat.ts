import type { Connection } from "./connection.js";
import type { Parts } from "./parts.js";
import type { Ticket } from "./ticket.js";

/**
 * Takes a connection off a ticket: no more events, no more typing, one watcher fewer. `dropped` gives
 * the person a moment to come back. Nothing happens when the connection has no seat there.
 */
export function unseat(parts: Parts, connection: Connection, ticketId: number, dropped: boolean): void {
  if (!connection.seats.has(ticketId)) return;
  parts.hub.release(connection, ticketId);
  parts.typing.stopFrom(connection, ticketId);
  parts.presence.exit(ticketId, connection, dropped);
}

/** Takes a connection off a ticket against its will, and tells it so. */
export function evict(parts: Parts, connection: Connection, ticket: Ticket): void {
  unseat(parts, connection, ticket.id, false);
  try {
    connection.listener.tell(
      { type: "evicted", ticketId: ticket.id, at: parts.clock.now() },
      ticket,
      "public",
    );
  } catch (failure) {
    parts.log.error({ ticketId: ticket.id, err: failure }, "a listener could not be told");
  }
}
