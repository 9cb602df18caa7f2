import type { Audience } from "./audience.js";
import { Channel } from "./channel.js";
import type { Connection } from "./connection.js";
import type { Signal, TicketEvent } from "./event.js";
import type { Bus } from "./ports/bus.js";
import type { Cancel, Log, Timers } from "./ports/clock.js";
import type { Store } from "./ports/store.js";
import type { Seat } from "./seat.js";
import type { Ticket } from "./ticket.js";

/** How long an event that came too early waits for the one before it, in ms, before that one is read from the store. */
const GAP_WAIT_MS = 50;

/** How often the store is asked whether a watched ticket has moved, in ms. */
const SWEEP_EVERY_MS = 1000;

const REPAIR_PAGE = 500;

interface HubPorts {
  readonly store: Store;
  readonly bus: Bus;
  readonly timers: Timers;
  readonly log: Log;
}

/**
 * Local fan-out. Holds a channel for each ticket with a reader on this node, keeps each channel whole
 * from the store when the bus loses something, and hands every event that went out to `onEvent`.
 */
export class Hub {
  readonly #channels = new Map<number, Channel>();
  readonly #repairing = new Set<number>();
  #sweepTimer: Cancel | undefined;
  #closed = false;

  constructor(
    private readonly ports: HubPorts,
    private readonly onEvent: (event: TicketEvent, channel: Channel) => void,
  ) {
    this.#scheduleSweep();
  }

  channel(ticketId: number): Channel | undefined {
    return this.#channels.get(ticketId);
  }

  channels(): Iterable<Channel> {
    return this.#channels.values();
  }

  /** A seat for a connection on a ticket; `start` it once the connection knows what came before. */
  reserve(
    connection: Connection,
    ticket: Ticket,
    audience: Audience,
  ): { readonly seat: Seat; readonly channel: Channel } {
    let channel = this.#channels.get(ticket.id);
    if (!channel) {
      channel = new Channel(ticket);
      this.#channels.set(ticket.id, channel);
      this.ports.bus.watch(ticket.id);
    }
    return { seat: channel.reserve(connection, audience), channel };
  }

  /** Takes a connection off a ticket. */
  release(connection: Connection, ticketId: number): void {
    const channel = this.#channels.get(ticketId);
    if (!channel) return;
    channel.release(connection);
    if (channel.seats.size > 0) return;
    this.#channels.delete(ticketId);
    this.ports.bus.unwatch(ticketId);
  }

  /** Takes in an event from this node or another. */
  offer(event: TicketEvent): void {
    const channel = this.#channels.get(event.ticketId);
    if (!channel) return;
    for (const out of channel.offer(event)) this.onEvent(out, channel);
    if (channel.hasGap) this.#repairLater(channel);
  }

  signal(signal: Signal): void {
    this.#channels.get(signal.ticketId)?.signal(signal);
  }

  close(): void {
    this.#closed = true;
    this.#sweepTimer?.();
  }

  #repairLater(channel: Channel): void {
    const { id } = channel.ticket;
    if (this.#repairing.has(id)) return;
    this.#repairing.add(id);
    this.ports.timers.after(GAP_WAIT_MS, () => {
      const stillNeeded = channel.hasGap && this.#channels.get(id) === channel && !this.#closed;
      const repaired = stillNeeded ? this.#repair(channel) : Promise.resolve();
      repaired
        .catch((failure: unknown) =>
          this.ports.log.warn({ ticketId: id, err: failure }, "gap not repaired yet"),
        )
        .finally(() => this.#repairing.delete(id));
    });
  }

  async #repair(channel: Channel): Promise<void> {
    for (;;) {
      const { cursor } = channel;
      if (cursor === undefined) return;
      const { events } = await this.ports.store.readLog({
        ticketId: channel.ticket.id,
        audience: "internal",
        after: cursor,
        limit: REPAIR_PAGE,
      });
      for (const event of events) this.offer(event);
      if (events.length < REPAIR_PAGE) return;
    }
  }

  #scheduleSweep(): void {
    this.#sweepTimer = this.ports.timers.after(SWEEP_EVERY_MS, () => {
      this.#sweep()
        .catch((failure: unknown) => this.ports.log.warn({ err: failure }, "sweep failed, will try again"))
        .finally(() => {
          if (!this.#closed) this.#scheduleSweep();
        });
    });
  }

  /** Finds what no bus has told of: a lost message, or a node that died between commit and publish. */
  async #sweep(): Promise<void> {
    const ticketIds = [...this.#channels.keys()];
    if (ticketIds.length === 0) return;
    for (const [ticketId, head] of await this.ports.store.heads(ticketIds)) {
      const channel = this.#channels.get(ticketId);
      if (channel?.cursor !== undefined && channel.cursor < head) await this.#repair(channel);
    }
  }
}
