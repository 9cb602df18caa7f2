import type { Connection } from "./connection.js";
import type { SessionChanged } from "./event.js";
import type { Log } from "./ports/clock.js";
import type { Ticket } from "./ticket.js";
import type { TicketCache } from "./ticket-cache.js";

/** Connections that hear of sessions on tickets they have not joined: who waits for one to take, whose own is taken. */
export class Followers {
  readonly #connections = new Set<Connection>();
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly tickets: TicketCache,
    private readonly log: Log,
  ) {}

  /** Takes in a connection whose language follows sessions; others are passed over. */
  add(connection: Connection): void {
    if (connection.language.followsSession) this.#connections.add(connection);
  }

  delete(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /**
   * Tells of a session's change, one after the other in the order they come in. Who is on the ticket now hears of it
   * there, even when that is that they have been taken off it.
   */
  tell(event: SessionChanged): void {
    const away = [...this.#connections].filter(({ seats }) => !seats.has(event.ticketId));
    if (away.length === 0) return;
    this.#last = this.#last.then(async () => {
      try {
        const ticket = await this.tickets.get({ id: event.ticketId });
        if (ticket) this.#tellAll(away, event, { ...ticket, session: event.session });
      } catch (failure) {
        this.log.warn({ ticketId: event.ticketId, err: failure }, "followers of a session not told");
      }
    });
  }

  #tellAll(away: readonly Connection[], event: SessionChanged, ticket: Ticket): void {
    for (const connection of away) {
      const { seats, language, identity, listener, closed } = connection;
      if (closed || seats.has(ticket.id) || !language.followsSession?.(identity, event)) continue;
      try {
        listener.notify(event, ticket);
      } catch (failure) {
        this.log.error({ ticketId: ticket.id, err: failure }, "a listener could not be told");
      }
    }
  }
}
