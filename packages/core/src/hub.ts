import type { Audience } from "./audience.js";
import { Channel } from "./channel.js";
import type { Connection } from "./connection.js";
import type { Signal, TicketEvent } from "./event.js";
import { every } from "./every.js";
import type { Bus } from "./ports/bus.js";
import type { Cancel, Log, Timers } from "./ports/clock.js";
import type { Meter } from "./ports/meter.js";
import type { Store } from "./ports/store.js";
import type { Seat } from "./seat.js";
import type { Ticket } from "./ticket.js";

/** How long an event that is known of and has not come may still be on its way, in ms, before it is read from the store. */
const GAP_WAIT_MS = 50;

/** How often the store is asked whether a watched ticket has moved, in ms. */
export const SWEEP_EVERY_MS = 1000;

const REPAIR_PAGE = 500;
const REPAIRS_AT_ONCE = 16;

interface HubPorts {
  readonly store: Store;
  readonly bus: Bus;
  readonly timers: Timers;
  readonly log: Log;
  readonly meter: Meter;
}

/** What others make of what happens in the hub. */
export interface HubEvents {
  /** A ticket's facts have been read again, and the change has not been told to anybody yet. */
  facts(channel: Channel): void;
  /** An event has been told to all readers here. */
  told(event: TicketEvent): void;
  /** A ticket has its first reader here, or none any more. */
  watched(ticketId: number): void;
  unwatched(ticketId: number): void;
}

/**
 * Local fan-out. Holds a channel for each ticket with a reader on this node, and keeps each channel
 * whole from the store when the bus loses something.
 */
export class Hub {
  readonly #channels = new Map<number, Channel>();
  readonly #repairing = new Set<Channel>();
  readonly #refreshing = new Map<Channel, Promise<void>>();
  readonly #stopSweep: Cancel;
  #closed = false;

  constructor(
    private readonly ports: HubPorts,
    private readonly events: HubEvents,
  ) {
    this.#stopSweep = every(
      ports.timers,
      SWEEP_EVERY_MS,
      () => this.#sweep(),
      (failure) => ports.log.warn({ err: failure }, "sweep failed, will try again"),
    );
  }

  channel(ticketId: number): Channel | undefined {
    return this.#channels.get(ticketId);
  }

  /** A seat for a connection on a ticket; `start` it once the connection knows what came before. */
  reserve(
    connection: Connection,
    ticket: Ticket,
    audience: Audience,
    session: Seat["session"],
  ): { readonly seat: Seat; readonly channel: Channel } {
    let channel = this.#channels.get(ticket.id);
    if (!channel) {
      channel = new Channel(
        ticket,
        (failure) =>
          this.ports.log.error({ ticketId: ticket.id, err: failure }, "a listener could not be told"),
        (event) => this.events.told(event),
      );
      this.#channels.set(ticket.id, channel);
      this.ports.bus.watch(ticket.id);
      this.events.watched(ticket.id);
    }
    return { seat: channel.reserve(connection, audience, session), channel };
  }

  /** Starts live delivery to a seat that has been answered. */
  start(channel: Channel, seat: Seat): void {
    channel.start(seat);
    this.#tend(channel);
  }

  /** Takes a connection off a ticket. */
  release(connection: Connection, ticketId: number): void {
    const channel = this.#channels.get(ticketId);
    if (!channel) return;
    channel.release(connection);
    if (channel.seats.size > 0) return;
    this.#channels.delete(ticketId);
    this.ports.bus.unwatch(ticketId);
    this.events.unwatched(ticketId);
  }

  /** Takes in an event from this node or another. */
  offer(event: TicketEvent): void {
    const channel = this.#channels.get(event.ticketId);
    if (!channel) return;
    channel.offer(event);
    this.#tend(channel);
  }

  signal(signal: Signal): void {
    this.#channels.get(signal.ticketId)?.signal(signal);
  }

  /** Reads a ticket's facts again; resolves when they include every change up to `seq`, which must be stored already. */
  refresh(channel: Channel, seq: number): Promise<void> {
    if (channel.factsAt >= seq) return Promise.resolve();
    channel.wantFacts(seq);
    const running = this.#refreshing.get(channel) ?? this.#readFacts(channel);
    this.#refreshing.set(channel, running);
    return running;
  }

  close(): void {
    this.#closed = true;
    this.#stopSweep();
  }

  async #readFacts(channel: Channel): Promise<void> {
    try {
      while (channel.factsAt < channel.factsWanted) {
        const upTo = channel.factsWanted;
        const ticket = await this.ports.store.ticket({ id: channel.ticket.id });
        channel.takeFacts(ticket ?? channel.ticket, upTo);
        this.events.facts(channel);
        channel.drain();
      }
    } finally {
      this.#refreshing.delete(channel);
    }
    this.#tend(channel);
  }

  /** Gets what a channel waits for. What fails here is tried again by the sweep. */
  #tend(channel: Channel): void {
    if (!channel.waitsForFacts) {
      if (channel.hasGap) this.#repairLater(channel);
    } else if (this.#refreshing.has(channel)) {
      channel.wantFacts(channel.newest);
    } else {
      this.refresh(channel, channel.newest).catch((failure: unknown) =>
        this.ports.log.warn({ ticketId: channel.ticket.id, err: failure }, "facts not read again yet"),
      );
    }
  }

  #repairLater(channel: Channel): void {
    if (this.#repairing.has(channel)) return;
    this.#repairing.add(channel);
    this.ports.timers.after(GAP_WAIT_MS, () => {
      const done = channel.hasGap ? this.#repair(channel) : Promise.resolve();
      void done.finally(() => this.#repairing.delete(channel));
    });
  }

  /** Reads what a channel misses from the store. What fails is tried again by the sweep. */
  async #repair(channel: Channel): Promise<void> {
    const ticketId = channel.ticket.id;
    try {
      for (let after = channel.cursor; after !== undefined; ) {
        if (this.#closed || this.#channels.get(ticketId) !== channel) return;
        const query = { ticketId, audience: "internal", after, limit: REPAIR_PAGE } as const;
        const { events } = await this.ports.store.readLog(query);
        if (events.length > 0) this.ports.meter.repaired(events.length);
        for (const event of events) channel.offer(event);
        after = events.length < REPAIR_PAGE ? undefined : events.at(-1)?.seq;
      }
      this.#tend(channel);
    } catch (failure) {
      this.ports.log.warn({ ticketId, err: failure }, "gap not repaired yet");
    }
  }

  /** Finds what no bus has told of: a lost message, or a node that died between commit and publish. */
  async #sweep(): Promise<void> {
    if (this.#channels.size === 0) return;
    const ids: number[] = [];
    const cursors: number[] = [];
    for (const [ticketId, { cursor }] of this.#channels) {
      if (cursor === undefined) continue;
      ids.push(ticketId);
      cursors.push(cursor);
    }
    const heads = await this.ports.store.heads(ids, cursors);
    if (this.#behind(heads).length === 0) return;
    // News of what was stored a moment ago are on their way.
    await new Promise<void>((resolve) => this.ports.timers.after(GAP_WAIT_MS, resolve));
    const behind = this.#behind(heads);
    if (behind.length > 0) this.ports.meter.swept(behind.length);
    while (behind.length > 0) {
      await Promise.all(behind.splice(0, REPAIRS_AT_ONCE).map((channel) => this.#repair(channel)));
    }
  }

  /** Channels that have not told all there was when these were the heads of their tickets. */
  #behind(heads: ReadonlyMap<number, number>): Channel[] {
    return [...heads].flatMap(([ticketId, head]) => {
      const channel = this.#channels.get(ticketId);
      return channel?.cursor !== undefined && channel.cursor < head ? [channel] : [];
    });
  }
}
