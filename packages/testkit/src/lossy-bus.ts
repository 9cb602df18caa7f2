import { audienceTicket, type Bus, type BusMessage, type Timers } from "@ticketwire/core";
import type { Random } from "./random.js";

/** What goes wrong between nodes. Probabilities are from 0 to 1. */
export interface Trouble {
  readonly loss?: number;
  readonly duplication?: number;
  /** Messages arrive after 0 to this many ms, so those closer together than that may change places. */
  readonly delayMs?: number;
}

/** Connects several engines in one process as badly as it is told to. */
export class LossyNetwork {
  readonly #nodes = new Set<LossyBus>();
  /** While down, everything that is published is lost. */
  down = false;

  constructor(
    private readonly timers: Timers,
    private readonly random: Random,
    private readonly trouble: Trouble = {},
  ) {}

  /** A bus for one more node. */
  bus(): LossyBus {
    const bus = new LossyBus(this);
    this.#nodes.add(bus);
    return bus;
  }

  /** How many nodes it connects. */
  get size(): number {
    return this.#nodes.size;
  }

  carry(from: LossyBus, message: BusMessage): void {
    const { loss = 0, duplication = 0 } = this.trouble;
    for (const node of this.#nodes) {
      if (node === from) continue;
      const copies = this.random.chance(duplication) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        if (!this.down && !this.random.chance(loss)) this.#deliverLater(node, message);
      }
    }
  }

  forget(node: LossyBus): void {
    this.#nodes.delete(node);
  }

  #deliverLater(node: LossyBus, message: BusMessage): void {
    const { delayMs } = this.trouble;
    if (delayMs === undefined) queueMicrotask(() => node.deliver(message));
    else this.timers.after(this.random.below(delayMs + 1), () => node.deliver(message));
  }
}

/** One node's end of a lossy network. */
export class LossyBus implements Bus {
  readonly watched = new Set<number>();
  #handler: ((message: BusMessage) => void) | undefined;
  #closed = false;

  constructor(private readonly network: LossyNetwork) {}

  get isAlone(): boolean {
    return this.network.size < 2;
  }

  publish(message: BusMessage): void {
    if (!this.#closed) this.network.carry(this, message);
  }

  deliver(message: BusMessage): void {
    const ticketId = audienceTicket(message);
    const isDue = ticketId === undefined || this.watched.has(ticketId);
    if (!this.#closed && isDue) this.#handler?.(message);
  }

  watch(ticketId: number): void {
    this.watched.add(ticketId);
  }

  unwatch(ticketId: number): void {
    this.watched.delete(ticketId);
  }

  listen(handler: (message: BusMessage) => void): void {
    this.#handler = handler;
  }

  async ping(): Promise<void> {
    if (this.#closed || this.network.down) throw new Error("bus does not answer");
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.network.forget(this);
  }
}
