import type { Connection } from "./connection.js";
import type { Parts } from "./parts.js";

/**
 * Takes a connection off a ticket: no more events, no more typing, one watcher fewer. `dropped` gives
 * the person a moment to come back. Nothing happens when the connection has no seat there.
 */
export function unseat(parts: Parts, connection: Connection, ticketId: number, dropped: boolean): void {
  if (!connection.seats.has(ticketId)) return;
  parts.hub.release(connection, ticketId);
  parts.typing.stopFrom(connection, ticketId);
  parts.presence.exit(ticketId, connection.identity.user.id, dropped);
}
