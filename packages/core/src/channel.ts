import { maySee } from "./audience.js";
import type { Connection } from "./connection.js";
import type { Signal, TicketEvent } from "./event.js";
import type { Group } from "./ports/listener.js";
import type { Seat } from "./seat.js";
import type { Ticket } from "./ticket.js";

/**
 * One ticket with local readers. Events go in in any order, possibly more than once; they come out in
 * the order of the log, each once, to every seat (SPEC: S3). An event that changes the ticket's facts
 * waits until these have been read again, so that it is told with them, and only to who may still hear it.
 */
export class Channel {
  readonly seats = new Map<Connection, Seat>();
  readonly #groups = new Map<
    string,
    { readonly group: Group; readonly audience: Seat["audience"]; size: number }
  >();
  /** Seats that are not live yet. */
  readonly #arriving = new Set<Seat>();
  readonly #ahead = new Map<number, TicketEvent>();
  /** The last seq that went out; unknown until somebody has read the log. */
  #cursor: number | undefined;
  /** Where the cursor began: what came before can't be held for anybody. */
  #begun = 0;
  #factsAt = -1;
  #factsWanted = -1;

  /** `failed` hears of listeners that throw; nobody else is the worse for one. `told` hears what has gone out. */
  constructor(
    public ticket: Ticket,
    private readonly failed: (failure: unknown) => void,
    private readonly told: (event: TicketEvent) => void = () => {},
  ) {}

  get cursor(): number | undefined {
    return this.#cursor;
  }

  /** The facts include every change up to this seq. */
  get factsAt(): number {
    return this.#factsAt;
  }

  /** The seq up to which somebody needs the facts. */
  get factsWanted(): number {
    return this.#factsWanted;
  }

  /** The newest event known to be stored. */
  get newest(): number {
    let newest = this.#cursor ?? 0;
    for (const seq of this.#ahead.keys()) if (seq > newest) newest = seq;
    return newest;
  }

  /** Whether an event that has not come is missed: one that follows it has, or somebody has been told of it. */
  get hasGap(): boolean {
    if (this.#cursor === undefined || this.#next() !== undefined) return false;
    return this.#ahead.size > 0 || [...this.#arriving].some(({ state }) => state.at === "catching_up");
  }

  /** Whether the next event in line changes facts that have to be read again first. */
  get waitsForFacts(): boolean {
    const next = this.#next();
    return next !== undefined && this.#needsFacts(next);
  }

  /** Whether the facts are kept true by the events that go out. */
  get isCurrent(): boolean {
    return this.#cursor !== undefined && !this.waitsForFacts;
  }

  /** Takes in an event and hands out whatever is next in line. */
  offer(event: TicketEvent): void {
    if (this.#cursor !== undefined && event.seq <= this.#cursor) return;
    // Nearly all come in their turn. A map that is filled and emptied all the time keeps what it has held from being
    // collected: each table it has outgrown leads to the next one.
    if (this.#ahead.size === 0 && this.#isNext(event)) this.#letOut(event);
    else {
      this.#ahead.set(event.seq, event);
      this.drain();
    }
  }

  /** Asks for facts that include every change up to `seq`. */
  wantFacts(seq: number): void {
    this.#factsWanted = Math.max(this.#factsWanted, seq);
  }

  /** Takes over facts that were read when everything up to `upTo` was stored. `drain` goes on from there. */
  takeFacts(ticket: Ticket, upTo: number): void {
    this.ticket = ticket;
    this.#factsAt = upTo;
  }

  /** Hands out what is next in line, as far as it goes. */
  drain(): void {
    for (let next = this.#next(); next && !this.#needsFacts(next); next = this.#next()) {
      this.#ahead.delete(next.seq);
      this.#letOut(next);
    }
  }

  /** Tells everybody on the ticket but the author; never later, never again. */
  signal(signal: Signal): void {
    for (const { group, audience } of this.#groups.values()) {
      if (maySee(audience, signal.audience)) this.#tellGroup(group, signal, signal.person.id);
    }
    for (const seat of this.#arriving) {
      if (seat.connection.identity.user.id === signal.person.id) continue;
      if (seat.state.at === "answered") seat.state.held.push(signal);
      else this.#tellSeat(seat, signal);
    }
  }

  /** Reserves a seat: from here on everything that happens is kept for it. */
  reserve(connection: Connection, audience: Seat["audience"], session: Seat["session"]): Seat {
    this.release(connection);
    const seat: Seat = { connection, audience, session, state: { at: "reading", held: [] } };
    this.seats.set(connection, seat);
    this.#arriving.add(seat);
    connection.seats.set(this.ticket.id, seat);
    return seat;
  }

  /** Whether a reply that tells all up to `from` can be continued without a hole; if not, the log must be read again. */
  canGoOnFrom(from: number): boolean {
    return from >= this.#begun;
  }

  /** The seat's connection is about to be told all up to `from`. */
  answer(seat: Seat, from: number): void {
    if (seat.state.at === "reading") seat.state = { at: "answered", from, held: seat.state.held };
  }

  /** Lets a seat go on from where its answer ended. A seat taken over since stays as it is. */
  start(seat: Seat): void {
    if (this.seats.get(seat.connection) !== seat || seat.state.at !== "answered") return;
    const { from, held } = seat.state;
    if (this.#cursor === undefined) this.#begin();
    seat.state = { at: "catching_up", from };
    for (const what of held) this.#tellSeat(seat, what);
    this.#promote(seat);
    this.drain();
  }

  /** Gives up a connection's seat, whatever state it is in. */
  release(connection: Connection): void {
    const seat = this.seats.get(connection);
    if (!seat) return;
    this.seats.delete(connection);
    connection.seats.delete(this.ticket.id);
    if (!this.#arriving.delete(seat)) this.#leaveGroup(seat);
  }

  /** Sets the cursor where the earliest of all replies ends, so that none of them is followed by a hole. */
  #begin(): void {
    const ends = [...this.#arriving].flatMap(({ state }) => (state.at === "answered" ? [state.from] : []));
    this.#begun = Math.min(...ends);
    this.#cursor = this.#begun;
    for (const seq of this.#ahead.keys()) if (seq <= this.#begun) this.#ahead.delete(seq);
  }

  #letOut(event: TicketEvent): void {
    this.#cursor = event.seq;
    this.#tellAll(event);
    this.told(event);
  }

  #isNext(event: TicketEvent): boolean {
    return this.#cursor !== undefined && event.seq === this.#cursor + 1 && !this.#needsFacts(event);
  }

  #next(): TicketEvent | undefined {
    return this.#cursor === undefined ? undefined : this.#ahead.get(this.#cursor + 1);
  }

  #needsFacts(event: TicketEvent): boolean {
    const changesFacts = event.type === "ticket.updated" || event.type === "session.changed";
    return changesFacts && event.seq > this.#factsAt;
  }

  #tellAll(event: TicketEvent): void {
    for (const { group, audience } of this.#groups.values()) {
      if (maySee(audience, event.audience)) this.#tellGroup(group, event);
    }
    for (const seat of this.#arriving) {
      if (seat.state.at === "reading" || seat.state.at === "answered") seat.state.held.push(event);
      else this.#tellSeat(seat, event);
      this.#promote(seat);
    }
  }

  #tellGroup(group: Group, what: TicketEvent | Signal, exceptPersonId?: number): void {
    try {
      group.tell(what, this.ticket, exceptPersonId);
    } catch (failure) {
      this.failed(failure);
    }
  }

  #tellSeat(seat: Seat, what: TicketEvent | Signal): void {
    const { connection, audience, state } = seat;
    if (state.at !== "catching_up" || !maySee(audience, what.audience)) return;
    // Who is told something may leave at once.
    if (!this.#arriving.has(seat)) return;
    if ("seq" in what && what.seq <= state.from) return;
    try {
      connection.listener.tell(what, this.ticket, audience);
    } catch (failure) {
      this.failed(failure);
    }
  }

  #promote(seat: Seat): void {
    if (seat.state.at !== "catching_up" || this.#cursor === undefined || this.#cursor < seat.state.from)
      return;
    if (!this.#arriving.has(seat)) return;
    seat.state = { at: "live" };
    this.#arriving.delete(seat);
    const { language, listener } = seat.connection;
    const key = `${language.name}/${seat.audience}`;
    let entry = this.#groups.get(key);
    if (!entry) {
      entry = { group: language.group(this.ticket.id, seat.audience), audience: seat.audience, size: 0 };
      this.#groups.set(key, entry);
    }
    entry.size += 1;
    entry.group.add(listener);
  }

  #leaveGroup(seat: Seat): void {
    const key = `${seat.connection.language.name}/${seat.audience}`;
    const entry = this.#groups.get(key);
    if (!entry) return;
    entry.group.delete(seat.connection.listener);
    entry.size -= 1;
    if (entry.size === 0) this.#groups.delete(key);
  }
}
