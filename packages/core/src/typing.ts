import type { Audience } from "./audience.js";
import type { Connection } from "./connection.js";
import type { Signal } from "./event.js";
import type { Person } from "./person.js";
import type { Cancel, Clock, Timers } from "./ports/clock.js";

/** How long somebody is typing without saying so again, in ms. */
export const TYPING_TTL_MS = 10_000;

/** Renewals closer together than this are not passed on, in ms. */
const RENEWAL_EVERY_MS = 1000;

interface Entry {
  readonly person: Person;
  readonly audience: Audience;
  readonly connection: Connection | undefined;
  toldAt: number;
  expire: Cancel;
}

/** Who is typing where. Ends by itself, and when the author sends, leaves or drops. */
export class Typing {
  readonly #byTicket = new Map<number, Map<number, Entry>>();

  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly tell: (signal: Signal) => void,
  ) {}

  start(ticketId: number, person: Person, audience: Audience, connection: Connection | undefined): void {
    const known = this.#byTicket.get(ticketId)?.get(person.id);
    if (known && known.audience !== audience) this.stop(ticketId, person.id);
    const entry =
      known?.audience === audience ? known : this.#add(ticketId, { person, audience, connection });
    entry.expire();
    entry.expire = this.timers.after(TYPING_TTL_MS, () => this.stop(ticketId, person.id));
    const now = this.clock.now();
    if (now - entry.toldAt < RENEWAL_EVERY_MS) return;
    entry.toldAt = now;
    this.tell({ type: "typing.started", ticketId, person, audience, at: now });
  }

  /** Nothing happens when they were not typing. */
  stop(ticketId: number, personId: number): void {
    const people = this.#byTicket.get(ticketId);
    const entry = people?.get(personId);
    if (!people || !entry) return;
    entry.expire();
    people.delete(personId);
    if (people.size === 0) this.#byTicket.delete(ticketId);
    const { person, audience } = entry;
    this.tell({ type: "typing.stopped", ticketId, person, audience, at: this.clock.now() });
  }

  /** Stops what this very connection had started; another tab of the same person goes on. */
  stopFrom(connection: Connection, ticketId: number): void {
    const personId = connection.identity.user.id;
    if (this.#byTicket.get(ticketId)?.get(personId)?.connection === connection) this.stop(ticketId, personId);
  }

  #add(ticketId: number, who: Pick<Entry, "person" | "audience" | "connection">): Entry {
    const people = this.#byTicket.get(ticketId) ?? new Map<number, Entry>();
    this.#byTicket.set(ticketId, people);
    const entry: Entry = { ...who, toldAt: Number.NEGATIVE_INFINITY, expire: () => {} };
    people.set(who.person.id, entry);
    return entry;
  }
}
