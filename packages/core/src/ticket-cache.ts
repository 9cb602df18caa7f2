import type { Clock } from "./ports/clock.js";
import type { Store } from "./ports/store.js";
import type { Ticket, TicketKey } from "./ticket.js";

/** How long facts may be used that no event keeps true, in ms. Within this time a change made elsewhere is seen. */
export const UNWATCHED_TTL_MS = 2000;

const MAX_TICKETS = 20_000;

interface Entry {
  readonly ticket: Ticket;
  /** When the facts were asked for: they are at least as new as that. */
  readonly readAt: number;
}

/**
 * Who may do what, in memory, so that no message costs a query. Facts of a ticket that is watched here
 * are its channel's, kept true by its events; those of any other are read again when they are older than
 * two seconds.
 */
export class TicketCache {
  readonly #byId = new Map<number, Entry>();
  readonly #idByRef = new Map<string, number>();
  readonly #idByNumber = new Map<number, number>();
  readonly #reading = new Map<string, Promise<Ticket | null>>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    /** The facts of a ticket that is watched here, while they are known to be true. */
    private readonly watched: (ticketId: number) => Ticket | undefined,
  ) {}

  async get(key: TicketKey): Promise<Ticket | null> {
    const id = "ref" in key ? this.#idByRef.get(key.ref) : this.#idByNumber.get(key.number);
    const entry = id === undefined ? undefined : this.#byId.get(id);
    const now = this.clock.now();
    if (entry) {
      const watched = this.watched(entry.ticket.id);
      if (watched && answersTo(watched, key)) return watched;
      if (now - entry.readAt < UNWATCHED_TTL_MS) return entry.ticket;
    }
    // Who asks for the same at once shares one look, so that what comes first goes on first.
    const name = JSON.stringify(key);
    const reading = this.#reading.get(name) ?? this.#read(key, now).finally(() => this.#reading.delete(name));
    this.#reading.set(name, reading);
    return reading;
  }

  /** Takes over facts that were true at `readAt`, unless newer ones are known. */
  put(ticket: Ticket, readAt: number): void {
    const known = this.#byId.get(ticket.id);
    if (known && known.readAt > readAt) return;
    if (known) this.#forget(known.ticket);
    this.#byId.set(ticket.id, { ticket, readAt });
    this.#idByRef.set(ticket.ref, ticket.id);
    this.#idByNumber.set(ticket.number, ticket.id);
    if (this.#byId.size > MAX_TICKETS) this.#dropOldest();
  }

  async #read(key: TicketKey, readAt: number): Promise<Ticket | null> {
    const ticket = await this.store.ticket(key);
    if (ticket) this.put(ticket, readAt);
    return ticket;
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

function answersTo(ticket: Ticket, key: TicketKey): boolean {
  return "ref" in key ? ticket.ref === key.ref : ticket.number === key.number;
}
