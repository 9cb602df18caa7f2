import type { Connection } from "./connection.js";
import type { Signal } from "./event.js";
import { FarPresence, type Moves } from "./far-presence.js";
import { FewSet } from "./few.js";
import type { Person } from "./person.js";
import type { Bus, PresenceNews as News } from "./ports/bus.js";
import type { Cancel, Clock, Timers } from "./ports/clock.js";
import { PresenceNews } from "./presence-news.js";

/** How long a dropped connection may take to come back before others hear that the person left, in ms. */
export const PRESENCE_GRACE_MS = 1500;

/** How often it is looked whether other nodes are due to hear from this one, or this one from them, in ms. */
export const PRESENCE_BEAT_MS = 1000;

/** How long other nodes have to answer who is asked for on a ticket that nobody watches here, in ms. */
export const LOOK_WITHIN_MS = 150;

interface Entry {
  readonly person: Person;
  readonly connections: FewSet<Connection>;
  /** Set while the last connection has dropped and may yet come back. */
  leaving: Cancel | undefined;
}

interface PresencePorts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * Who is watching which ticket, on whichever node: a person joins with their first connection anywhere and leaves
 * with their last. Each node tells its own readers; `tell` reaches those of this one.
 */
export class Presence {
  readonly #byTicket = new Map<number, Map<number, Entry>>();
  readonly #far: FarPresence;
  readonly #news: PresenceNews;
  /** Tickets that this node hears of. */
  readonly #watched = new Set<number>();
  readonly #looks = new Map<number, Promise<readonly Person[]>>();

  /** `node` is this node's name, another one each time it starts. */
  constructor(
    node: string,
    private readonly ports: PresencePorts,
    private readonly tell: (signal: Signal) => void,
  ) {
    this.#far = new FarPresence(ports.clock);
    this.#news = new PresenceNews(node, ports, (ticketId) => this.#here(ticketId));
  }

  /** This node begins to hear of a ticket, or stops to. */
  watch(ticketId: number): void {
    this.#watched.add(ticketId);
    this.#news.ask(ticketId);
  }

  unwatch(ticketId: number): void {
    this.#watched.delete(ticketId);
    this.#far.forget(ticketId);
  }

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
    people.set(person.id, {
      person,
      connections: new FewSet<Connection>().add(connection),
      leaving: undefined,
    });
    this.#news.changed(ticketId);
    if (this.#far.nodesWith(ticketId, person.id) === 0) this.#say("presence.joined", ticketId, person);
  }

  /** A connection watches a ticket no more. `dropped`: not on purpose, so the person's last one gets a moment to come back. */
  exit(ticketId: number, connection: Connection, dropped: boolean): void {
    const entry = this.#byTicket.get(ticketId)?.get(connection.identity.user.id);
    if (!entry?.connections.delete(connection) || entry.connections.size > 0) return;
    if (dropped)
      entry.leaving = this.ports.timers.after(PRESENCE_GRACE_MS, () => this.#gone(ticketId, entry));
    else this.#gone(ticketId, entry);
  }

  /** Takes in who watches a ticket on another node. */
  hear(news: News): void {
    const moves = this.#far.take(news);
    if (moves) this.#follow(moves);
    if (news.asks) this.#news.answer(news.ticketId);
  }

  /** Does what is due: says again who is here, and lets go of who was on nodes that are silent. */
  beat(): void {
    this.#news.repeat();
    for (const moves of this.#far.expire()) this.#follow(moves);
  }

  /** Everybody who watches a ticket now. Of other nodes is known only while somebody watches it here. */
  on(ticketId: number): readonly Person[] {
    const people = new Map(this.#here(ticketId).map((person) => [person.id, person]));
    for (const person of this.#far.on(ticketId)) if (!people.has(person.id)) people.set(person.id, person);
    return [...people.values()];
  }

  /** The same for a ticket that may not be watched here: then other nodes are asked first. */
  look(ticketId: number): Promise<readonly Person[]> {
    if (this.#watched.has(ticketId) || this.ports.bus.isAlone) return Promise.resolve(this.on(ticketId));
    const looking = this.#looks.get(ticketId) ?? this.#ask(ticketId);
    this.#looks.set(ticketId, looking);
    return looking;
  }

  async #ask(ticketId: number): Promise<readonly Person[]> {
    const { bus, timers } = this.ports;
    bus.watch(ticketId);
    this.#news.ask(ticketId);
    await new Promise<void>((resolve) => timers.after(LOOK_WITHIN_MS, resolve));
    this.#looks.delete(ticketId);
    const people = this.on(ticketId);
    // Somebody may have begun to watch meanwhile.
    if (!this.#watched.has(ticketId)) {
      bus.unwatch(ticketId);
      this.#far.forget(ticketId);
    }
    return people;
  }

  #here(ticketId: number): readonly Person[] {
    return [...(this.#byTicket.get(ticketId)?.values() ?? [])].map(({ person }) => person);
  }

  /** Tells of who came to a ticket on another node, unless they were there already, and of who went. */
  #follow({ ticketId, came, went }: Moves): void {
    const isHere = ({ id }: Person): boolean => this.#byTicket.get(ticketId)?.has(id) ?? false;
    for (const person of came) {
      if (!isHere(person) && this.#far.nodesWith(ticketId, person.id) === 1)
        this.#say("presence.joined", ticketId, person);
    }
    for (const person of went) {
      if (!isHere(person) && this.#far.nodesWith(ticketId, person.id) === 0)
        this.#say("presence.left", ticketId, person);
    }
  }

  #gone(ticketId: number, entry: Entry): void {
    const people = this.#byTicket.get(ticketId);
    people?.delete(entry.person.id);
    if (people?.size === 0) this.#byTicket.delete(ticketId);
    this.#news.changed(ticketId);
    if (this.#far.nodesWith(ticketId, entry.person.id) === 0)
      this.#say("presence.left", ticketId, entry.person);
  }

  #say(type: "presence.joined" | "presence.left", ticketId: number, person: Person): void {
    this.tell({ type, ticketId, person, audience: "public", at: this.ports.clock.now() });
  }
}
