import { maySee } from "./audience.js";
import type { Connection } from "./connection.js";
import type { Signal, TicketEvent } from "./event.js";
import type { Group } from "./ports/listener.js";
import type { Seat } from "./seat.js";
import type { Ticket } from "./ticket.js";

/**
 * One ticket with local readers. Events go in in any order, possibly more than once; they come out in
 * the order of the log, each once, to every seat (SPEC: seen once, in order, without holes).
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

  constructor(public ticket: Ticket) {}

  get cursor(): number | undefined {
    return this.#cursor;
  }

  /** Whether events wait for an earlier one that has not come. */
  get hasGap(): boolean {
    return this.#cursor !== undefined && this.#ahead.size > 0;
  }

  /** Takes in an event and hands out whatever is next in line; returns what went out. */
  offer(event: TicketEvent): readonly TicketEvent[] {
    if (this.#cursor !== undefined && event.seq <= this.#cursor) return [];
    this.#ahead.set(event.seq, event);
    return this.#drain();
  }

  /** Tells everybody on the ticket but the author; never later, never again. */
  signal(signal: Signal): void {
    for (const { group, audience } of this.#groups.values()) {
      if (maySee(audience, signal.audience)) group.tell(signal, this.ticket, signal.person.id);
    }
  }

  /** Reserves a seat: from here on everything that happens is kept for it. */
  reserve(connection: Connection, audience: Seat["audience"]): Seat {
    this.release(connection);
    const seat: Seat = { connection, audience, state: { at: "reading", held: [] } };
    this.seats.set(connection, seat);
    this.#arriving.add(seat);
    connection.seats.set(this.ticket.id, seat);
    return seat;
  }

  /** Lets a seat go on from `from`, the end of what its connection has been told. A seat taken over since stays as it is. */
  start(seat: Seat, from: number): void {
    if (this.seats.get(seat.connection) !== seat || seat.state.at !== "reading") return;
    if (this.#cursor === undefined) {
      this.#cursor = from;
      for (const seq of this.#ahead.keys()) if (seq <= from) this.#ahead.delete(seq);
    }
    const { held } = seat.state;
    seat.state = { at: "catching_up", from };
    for (const event of held) this.#tellSeat(seat, event);
    this.#promote(seat);
    this.#drain();
  }

  /** Gives up a connection's seat, whatever state it is in. */
  release(connection: Connection): void {
    const seat = this.seats.get(connection);
    if (!seat) return;
    this.seats.delete(connection);
    connection.seats.delete(this.ticket.id);
    if (!this.#arriving.delete(seat)) this.#leaveGroup(seat);
  }

  #drain(): readonly TicketEvent[] {
    if (this.#cursor === undefined) return [];
    const out: TicketEvent[] = [];
    for (let next = this.#ahead.get(this.#cursor + 1); next; next = this.#ahead.get(this.#cursor + 1)) {
      this.#ahead.delete(next.seq);
      this.#cursor = next.seq;
      this.#tellAll(next);
      out.push(next);
    }
    return out;
  }

  #tellAll(event: TicketEvent): void {
    for (const { group, audience } of this.#groups.values()) {
      if (maySee(audience, event.audience)) group.tell(event, this.ticket);
    }
    for (const seat of this.#arriving) {
      this.#tellSeat(seat, event);
      this.#promote(seat);
    }
  }

  #tellSeat(seat: Seat, event: TicketEvent): void {
    if (seat.state.at === "reading") seat.state.held.push(event);
    else if (
      seat.state.at === "catching_up" &&
      event.seq > seat.state.from &&
      maySee(seat.audience, event.audience)
    ) {
      seat.connection.listener.tell(event, this.ticket, seat.audience);
    }
  }

  #promote(seat: Seat): void {
    if (seat.state.at !== "catching_up" || this.#cursor === undefined || this.#cursor < seat.state.from)
      return;
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
