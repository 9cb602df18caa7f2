import type { Clock } from "./ports/clock.js";
import type { Store } from "./ports/store.js";
import type { Ticket, TicketKey } from "./ticket.js";

/** How long facts may be used that no event keeps true, in ms. Within this time a change made elsewhere is seen. */
export const UNWATCHED_TTL_MS = 2000;

const MAX_TICKETS = 20_000;

interface Entry {
  readonly ticket: Ticket;
  readonly readAt: number;
}

/**
 * Who may do what, in memory, so that no message costs a query. Facts of a ticket that is watched here
 * are kept true by its events; those of any other are read again when they are older than two seconds.
 */
export class TicketCache {
  readonly #byId = new Map<number, Entry>();
  readonly #idByRef = new Map<string, number>();
  readonly #idByNumber = new Map<number, number>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly isWatched: (ticketId: number) => boolean,
  ) {}

  async get(key: TicketKey): Promise<Ticket | null> {
    const id = "ref" in key ? this.#idByRef.get(key.ref) : this.#idByNumber.get(key.number);
    const entry = id === undefined ? undefined : this.#byId.get(id);
    if (entry && (this.isWatched(entry.ticket.id) || this.clock.now() - entry.readAt < UNWATCHED_TTL_MS)) {
      return entry.ticket;
    }
    const ticket = await this.store.ticket(key);
    if (ticket) this.put(ticket);
    else if (entry) this.#forget(entry.ticket);
    return ticket;
  }

  /** Reads a ticket's facts afresh. */
  async refresh(ticketId: number): Promise<Ticket | null> {
    const ticket = await this.store.ticket({ id: ticketId });
    if (ticket) this.put(ticket);
    return ticket;
  }

  /** Takes over facts known to be current. */
  put(ticket: Ticket): void {
    const known = this.#byId.get(ticket.id);
    if (known) this.#forget(known.ticket);
    this.#byId.set(ticket.id, { ticket, readAt: this.clock.now() });
    this.#idByRef.set(ticket.ref, ticket.id);
    this.#idByNumber.set(ticket.number, ticket.id);
    if (this.#byId.size > MAX_TICKETS) this.#dropOldest();
  }

  #dropOldest(): void {
    const oldest = this.#byId.values().next().value;
    if (oldest) this.#forget(oldest.ticket);
  }

  #forget(ticket: Ticket): void {
    this.#byId.delete(ticket.id);
    this.#idByRef.delete(ticket.ref);
    this.#idByNumber.delete(ticket.number);
  }
}
