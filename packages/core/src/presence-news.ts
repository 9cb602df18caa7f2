import type { Person } from "./person.js";
import type { Bus } from "./ports/bus.js";
import type { Cancel, Clock, Timers } from "./ports/clock.js";

/** How often a node says again who watches a ticket on it, in ms. */
export const PRESENCE_EVERY_MS = 10_000;

/** News of one ticket closer together than this are put together, in ms: many may come at once. */
const TOGETHER_MS = 200;

interface NewsPorts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly timers: Timers;
}

/** Tells other nodes who watches a ticket on this one. Costs nothing while there are none. */
export class PresenceNews {
  /** When each ticket was last told of, longest ago first. */
  readonly #toldAt = new Map<number, number>();
  readonly #soon = new Map<number, Cancel>();
  #turn = 0;

  constructor(
    private readonly node: string,
    private readonly ports: NewsPorts,
    private readonly on: (ticketId: number) => readonly Person[],
  ) {}

  /** This node begins to watch a ticket, and asks others who watches there. */
  ask(ticketId: number): void {
    this.#publish(ticketId, true);
  }

  /** Somebody came or went here: told at once, or together with what else happens within a moment. */
  changed(ticketId: number): void {
    const { bus, clock } = this.ports;
    const agoMs = clock.now() - (this.#toldAt.get(ticketId) ?? Number.NEGATIVE_INFINITY);
    if (agoMs >= TOGETHER_MS || bus.isAlone) this.#tell(ticketId);
    else if (!this.#soon.has(ticketId)) {
      const cancel = this.ports.timers.after(TOGETHER_MS - agoMs, () => this.#tell(ticketId));
      this.#soon.set(ticketId, cancel);
    }
  }

  /** Another node asks. */
  answer(ticketId: number): void {
    if (this.on(ticketId).length > 0) this.#tell(ticketId);
  }

  /** Says again what was last said long ago. That nobody is there any more is said again once. */
  repeat(): void {
    const now = this.ports.clock.now();
    for (const [ticketId, toldAt] of this.#toldAt) {
      if (now - toldAt < PRESENCE_EVERY_MS) break;
      this.#tell(ticketId);
      if (this.on(ticketId).length === 0) this.#toldAt.delete(ticketId);
    }
  }

  #tell(ticketId: number): void {
    this.#soon.get(ticketId)?.();
    this.#soon.delete(ticketId);
    this.#toldAt.delete(ticketId);
    this.#toldAt.set(ticketId, this.ports.clock.now());
    this.#publish(ticketId, false);
  }

  #publish(ticketId: number, asks: boolean): void {
    const { bus } = this.ports;
    if (bus.isAlone) return;
    this.#turn += 1;
    bus.publish({
      kind: "presence",
      ticketId,
      node: this.node,
      turn: this.#turn,
      people: this.on(ticketId),
      asks,
    });
  }
}
