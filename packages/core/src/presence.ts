import type { Connection } from "./connection.js";
import type { Signal } from "./event.js";
import type { Person } from "./person.js";
import type { Cancel, Clock, Timers } from "./ports/clock.js";

/** How long a dropped connection may take to come back before others hear that the person left, in ms. */
export const PRESENCE_GRACE_MS = 1500;

interface Entry {
  readonly person: Person;
  readonly connections: Set<Connection>;
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

  /** A connection watches a ticket. Nothing happens when it did already. */
  enter(ticketId: number, person: Person, connection: Connection): void {
    const people = this.#byTicket.get(ticketId) ?? new Map<number, Entry>();
    this.#byTicket.set(ticketId, people);
    const entry = people.get(person.id);
    if (entry) {
      entry.connections.add(connection);
      entry.leaving?.();
      entry.leaving = undefined;
      return;
    }
    people.set(person.id, { person, connections: new Set([connection]), leaving: undefined });
    this.tell({ type: "presence.joined", ticketId, person, audience: "public", at: this.clock.now() });
  }

  /** A connection watches a ticket no more. `dropped`: not on purpose, so the person's last one gets a moment to come back. */
  exit(ticketId: number, connection: Connection, dropped: boolean): void {
    const entry = this.#byTicket.get(ticketId)?.get(connection.identity.user.id);
    if (!entry?.connections.delete(connection) || entry.connections.size > 0) return;
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
