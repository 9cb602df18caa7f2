import { audienceTicket, type Bus, type BusMessage } from "@ticketwire/core";

/** Where the buses of several engines in one process meet. */
export class MemoryBusHub {
  readonly #buses = new Set<MemoryBus>();

  add(bus: MemoryBus): void {
    this.#buses.add(bus);
  }

  delete(bus: MemoryBus): void {
    this.#buses.delete(bus);
  }

  get size(): number {
    return this.#buses.size;
  }

  /** Hands a message to all but the bus it came from. */
  carry(from: MemoryBus, message: BusMessage): void {
    for (const bus of this.#buses) if (bus !== from) bus.take(message);
  }
}

/** The bus of a node that is alone, or that shares its process with the others on its hub. */
export class MemoryBus implements Bus {
  readonly #watched = new Set<number>();
  #handler: ((message: BusMessage) => void) | undefined;
  #closed = false;

  constructor(private readonly hub = new MemoryBusHub()) {
    hub.add(this);
  }

  get isAlone(): boolean {
    return this.hub.size < 2;
  }

  publish(message: BusMessage): void {
    if (!this.#closed) this.hub.carry(this, message);
  }

  /** Takes a message from another bus, and hands it on in a moment: the publisher does not wait. */
  take(message: BusMessage): void {
    if (!this.#concerns(message)) return;
    queueMicrotask(() => {
      if (!this.#closed && this.#concerns(message)) this.#handler?.(message);
    });
  }

  #concerns(message: BusMessage): boolean {
    const ticketId = audienceTicket(message);
    return ticketId === undefined || this.#watched.has(ticketId);
  }

  watch(ticketId: number): void {
    this.#watched.add(ticketId);
  }

  unwatch(ticketId: number): void {
    this.#watched.delete(ticketId);
  }

  listen(handler: (message: BusMessage) => void): void {
    this.#handler = handler;
  }

  async ping(): Promise<void> {
    if (this.#closed) throw new Error("bus is closed");
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.hub.delete(this);
  }
}
