import type { Audience } from "./audience.js";
import type { Connection } from "./connection.js";
import type { Signal, TicketEvent } from "./event.js";
import { FarTyping } from "./far-typing.js";
import type { Person } from "./person.js";
import type { Cancel, Clock, Timers } from "./ports/clock.js";

/** How long somebody is typing without saying so again, in ms. */
export const TYPING_TTL_MS = 10_000;

/** Renewals closer together than this are not passed on, in ms. */
const RENEWAL_EVERY_MS = 1000;

interface Entry {
  readonly ticketId: number;
  readonly person: Person;
  readonly audience: Audience;
  /** Where the last sign of it came from. */
  connection: Connection | undefined;
  toldAt: number;
  signAt: number;
  expire: Cancel;
}

/**
 * Who is typing where. Ends by itself, and when the author sends, leaves or drops. Typing an internal note
 * and typing to everybody are two things, so that nothing about the first shows in the second (SPEC: S6).
 */
export class Typing {
  readonly #byTicket = new Map<number, Map<string, Entry>>();
  readonly #byConnection = new Map<Connection, Set<Entry>>();
  readonly #far: FarTyping;

  /** `tell` reaches readers on every node, `tellHere` those of this one. */
  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly tell: (signal: Signal) => void,
    tellHere: (signal: Signal) => void,
  ) {
    this.#far = new FarTyping(clock, timers, (signal) => {
      // Who types here as well has not stopped.
      const isHere = this.#find(signal.ticketId, signal.person.id, signal.audience) !== undefined;
      if (signal.type === "typing.started" || !isHere) tellHere(signal);
    });
  }

  start(ticketId: number, person: Person, audience: Audience, connection: Connection | undefined): void {
    const entry = this.#find(ticketId, person.id, audience) ?? this.#add(ticketId, person, audience);
    this.#hold(entry, connection);
    entry.expire();
    entry.expire = this.timers.after(TYPING_TTL_MS, () => this.#end(entry));
    const now = this.clock.now();
    entry.signAt = now;
    if (now - entry.toldAt < RENEWAL_EVERY_MS) return;
    entry.toldAt = now;
    this.tell({ type: "typing.started", ticketId, person, audience, at: now });
  }

  /** When somebody last gave a sign of typing to everybody, in ms since 1970; null unless they are at it. */
  since(ticketId: number, personId: number): number | null {
    return this.#find(ticketId, personId, "public")?.signAt ?? this.#far.since(ticketId, personId);
  }

  /** Nothing happens when they were not typing. */
  stop(ticketId: number, personId: number, audience: Audience): void {
    const entry = this.#find(ticketId, personId, audience);
    if (entry) this.#end(entry);
  }

  /** Takes in what another node says of typing there. */
  hear(signal: Signal): void {
    if (signal.type === "typing.started" || signal.type === "typing.stopped") this.#far.hear(signal);
  }

  /** What has been told here ends the typing of it: of who typed on another node, that node's word may be lost. */
  told(event: TicketEvent): void {
    if (event.type === "message.posted")
      this.#far.end(event.ticketId, event.message.sender.id, event.audience);
  }

  /** Stops what this very connection typed last, on one ticket or on all; another tab of the same person goes on. */
  stopFrom(connection: Connection, ticketId?: number): void {
    for (const entry of [...(this.#byConnection.get(connection) ?? [])]) {
      if (ticketId === undefined || entry.ticketId === ticketId) this.#end(entry);
    }
  }

  #find(ticketId: number, personId: number, audience: Audience): Entry | undefined {
    return this.#byTicket.get(ticketId)?.get(`${personId}/${audience}`);
  }

  #add(ticketId: number, person: Person, audience: Audience): Entry {
    const entries = this.#byTicket.get(ticketId) ?? new Map<string, Entry>();
    const toldAt = Number.NEGATIVE_INFINITY;
    const entry: Entry = {
      ticketId,
      person,
      audience,
      connection: undefined,
      toldAt,
      signAt: 0,
      expire: () => {},
    };
    this.#byTicket.set(ticketId, entries.set(`${person.id}/${audience}`, entry));
    return entry;
  }

  #hold(entry: Entry, connection: Connection | undefined): void {
    this.#letGo(entry);
    entry.connection = connection;
    if (!connection) return;
    const held = this.#byConnection.get(connection) ?? new Set();
    this.#byConnection.set(connection, held.add(entry));
  }

  #letGo(entry: Entry): void {
    if (!entry.connection) return;
    const held = this.#byConnection.get(entry.connection);
    held?.delete(entry);
    if (held?.size === 0) this.#byConnection.delete(entry.connection);
  }

  #end(entry: Entry): void {
    const { ticketId, person, audience } = entry;
    entry.expire();
    this.#letGo(entry);
    const entries = this.#byTicket.get(ticketId);
    entries?.delete(`${person.id}/${audience}`);
    if (entries?.size === 0) this.#byTicket.delete(ticketId);
    this.tell({ type: "typing.stopped", ticketId, person, audience, at: this.clock.now() });
  }
}
