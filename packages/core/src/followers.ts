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

  /** Tells of a session's change, one after the other in the order they come in. */
  tell(event: SessionChanged): void {
    if (this.#connections.size === 0) return;
    this.#last = this.#last.then(async () => {
      try {
        const ticket = await this.tickets.get({ id: event.ticketId });
        if (ticket) this.#tellAll(event, { ...ticket, session: event.session });
      } catch (failure) {
        this.log.warn({ ticketId: event.ticketId, err: failure }, "followers of a session not told");
      }
    });
  }

  #tellAll(event: SessionChanged, ticket: Ticket): void {
    for (const connection of this.#connections) {
      const { seats, language, identity, listener } = connection;
      if (seats.has(ticket.id) || !language.followsSession?.(identity, event)) continue;
      try {
        listener.notify(event, ticket);
      } catch (failure) {
        this.log.error({ ticketId: ticket.id, err: failure }, "a listener could not be told");
      }
    }
  }
}
