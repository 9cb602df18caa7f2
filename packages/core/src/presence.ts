import type { Signal } from "./event.js";
import type { Person } from "./person.js";
import type { Cancel, Clock, Timers } from "./ports/clock.js";

/** How long a dropped connection may take to come back before others hear that the person left, in ms. */
export const PRESENCE_GRACE_MS = 1500;

interface Entry {
  readonly person: Person;
  connections: number;
  /** Set while the last connection has dropped and may yet come back. */
  leaving: Cancel | undefined;
}

/** Who is watching which ticket: a person joins with their first connection and leaves with their last. */
export class Presence {
  readonly #byTicket = new Map<number, Map<number, Entry>>();

  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly tell: (signal: Signal) => void,
  ) {}

  enter(ticketId: number, person: Person): void {
    const people = this.#byTicket.get(ticketId) ?? new Map<number, Entry>();
    this.#byTicket.set(ticketId, people);
    const entry = people.get(person.id);
    if (entry) {
      entry.connections += 1;
      entry.leaving?.();
      entry.leaving = undefined;
      return;
    }
    people.set(person.id, { person, connections: 1, leaving: undefined });
    this.tell({ type: "presence.joined", ticketId, person, audience: "public", at: this.clock.now() });
  }

  /** One connection fewer. `dropped`: not on purpose, so the last one gets a moment to come back. */
  exit(ticketId: number, personId: number, dropped: boolean): void {
    const entry = this.#byTicket.get(ticketId)?.get(personId);
    if (!entry || entry.connections === 0) return;
    entry.connections -= 1;
    if (entry.connections > 0) return;
    if (dropped) entry.leaving = this.timers.after(PRESENCE_GRACE_MS, () => this.#gone(ticketId, entry));
    else this.#gone(ticketId, entry);
  }

  /** Everybody who watches a ticket now. */
  on(ticketId: number): readonly Person[] {
    return [...(this.#byTicket.get(ticketId)?.values() ?? [])].map(({ person }) => person);
  }

  #gone(ticketId: number, entry: Entry): void {
    const people = this.#byTicket.get(ticketId);
    people?.delete(entry.person.id);
    if (people?.size === 0) this.#byTicket.delete(ticketId);
    this.tell({
      type: "presence.left",
      ticketId,
      person: entry.person,
      audience: "public",
      at: this.clock.now(),
    });
  }
}
