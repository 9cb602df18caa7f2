import type { Clock } from "./ports/clock.js";
import type { Store } from "./ports/store.js";
import type { Session, SessionKey } from "./session.js";
import type { OwnTicketKey, Ticket, TicketKey } from "./ticket.js";

type StoredKey = OwnTicketKey | { readonly id: number };

/** How long facts may be used that no event keeps true, in ms. Within this time a change made elsewhere is seen. */
export const UNWATCHED_TTL_MS = 2000;

const MAX_TICKETS = 20_000;

interface Entry {
  readonly ticket: Ticket;
  /** When the facts were asked for: they are at least as new as that. */
  readAt: number;
  /** Whether the facts have changed at `readAt`, so that only ones read later are good. */
  isStale: boolean;
  /** The names of sessions by which it is found. */
  sessions: readonly (string | number)[];
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
  /** Tickets by the id, the number and the name of the session they are known with. */
  readonly #idBySession = new Map<string | number, number>();
  readonly #reading = new Map<string, Promise<Ticket | null>>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    /** The facts of a ticket that is watched here, while they are known to be true. */
    private readonly watched: (ticketId: number) => Ticket | undefined,
  ) {}

  /** The ticket of this name. Who names a session gets the ticket with that session, even when it has a later one. */
  async get(key: TicketKey | { readonly id: number }): Promise<Ticket | null> {
    if ("session" in key) return this.#ofSession(key.session);
    const known = this.known(key);
    if (known) return known;
    const now = this.clock.now();
    // Who asks for the same at once shares one look, so that what comes first goes on first.
    const name = JSON.stringify(key);
    const reading = this.#reading.get(name) ?? this.#read(key, now).finally(() => this.#reading.delete(name));
    this.#reading.set(name, reading);
    return reading;
  }

  /** What is known of a ticket and still good to use: no promise for each message. */
  known(key: TicketKey | { readonly id: number }): Ticket | undefined {
    if ("session" in key) return undefined;
    const known = this.#current(this.#idOf(key));
    return known && answersTo(known, key) ? known : undefined;
  }

  /** Takes over facts that were true at `readAt`, unless newer ones are known. */
  put(ticket: Ticket, readAt: number): void {
    const known = this.#byId.get(ticket.id);
    if (known && (known.readAt > readAt || (known.isStale && known.readAt === readAt))) return;
    if (known) this.#forget(known);
    this.#byId.set(ticket.id, { ticket, readAt, isStale: false, sessions: [] });
    this.#idByRef.set(ticket.ref, ticket.id);
    this.#idByNumber.set(ticket.number, ticket.id);
    this.#findBySession(ticket);
    if (this.#byId.size > MAX_TICKETS) this.#dropOldest();
  }

  /** The facts of a ticket have changed: what is known of it is read again before it is used. */
  invalidate(ticketId: number): void {
    const entry = this.#byId.get(ticketId);
    if (!entry) return;
    entry.readAt = this.clock.now();
    entry.isStale = true;
  }

  /** What is known of a ticket and still good to use. */
  #current(id: number | undefined): Ticket | undefined {
    const entry = id === undefined ? undefined : this.#byId.get(id);
    if (!entry) return undefined;
    const isFresh = !entry.isStale && this.clock.now() - entry.readAt < UNWATCHED_TTL_MS;
    return this.watched(entry.ticket.id) ?? (isFresh ? entry.ticket : undefined);
  }

  #idOf(key: StoredKey): number | undefined {
    if ("id" in key) return key.id;
    return "ref" in key ? this.#idByRef.get(key.ref) : this.#idByNumber.get(key.number);
  }

  async #ofSession(key: SessionKey): Promise<Ticket | null> {
    const name = "id" in key ? key.id : "name" in key ? key.name : key.number;
    const known = this.#current(this.#idBySession.get(name));
    if (known && namesOf(known.session).includes(name)) return known;
    const session = await this.store.session(key);
    const ticket = session && (await this.get({ id: session.ticketId }));
    if (ticket?.session?.number !== session?.number) return ticket && { ...ticket, session };
    if (ticket) this.#findBySession(ticket);
    return ticket;
  }

  async #read(key: StoredKey, readAt: number): Promise<Ticket | null> {
    const ticket = await this.store.ticket(key);
    if (ticket) this.put(ticket, readAt);
    return ticket;
  }

  #dropOldest(): void {
    const oldest = this.#byId.values().next().value;
    if (oldest) this.#forget(oldest);
  }

  /** From now on a ticket is found by the session it has, as long as it is kept. */
  #findBySession({ id, session }: Ticket): void {
    const entry = this.#byId.get(id);
    if (!entry || !session) return;
    for (const name of entry.sessions) this.#idBySession.delete(name);
    entry.sessions = namesOf(session);
    for (const name of entry.sessions) this.#idBySession.set(name, id);
  }

  #forget({ ticket, sessions }: Entry): void {
    this.#byId.delete(ticket.id);
    this.#idByRef.delete(ticket.ref);
    this.#idByNumber.delete(ticket.number);
    for (const name of sessions) this.#idBySession.delete(name);
  }
}

function answersTo(ticket: Ticket, key: StoredKey): boolean {
  if ("id" in key) return ticket.id === key.id;
  return "ref" in key ? ticket.ref === key.ref : ticket.number === key.number;
}

function namesOf(session: Session | null): readonly (string | number)[] {
  return session ? [session.id, session.number, session.name] : [];
}
