import type { Audience } from "./audience.js";
import type { Signal } from "./event.js";
import type { Cancel, Clock, Timers } from "./ports/clock.js";
import { TYPING_TTL_MS } from "./typing.js";

/** A sign of typing, or of its end. */
type TypingSignal = Extract<Signal, { readonly type: "typing.started" | "typing.stopped" }>;

interface Entry {
  readonly signal: TypingSignal;
  readonly expire: Cancel;
}

/**
 * Who is typing on other nodes, as these have said. Ends here by itself too, for a node may die before it says
 * that it has ended, and the word of it may be lost.
 */
export class FarTyping {
  readonly #byTicket = new Map<number, Map<string, Entry>>();

  constructor(
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly tell: (signal: Signal) => void,
  ) {}

  hear(signal: TypingSignal): void {
    const { type, ticketId, person, audience } = signal;
    if (type === "typing.stopped") {
      this.end(ticketId, person.id, audience);
      return;
    }
    const entries = this.#byTicket.get(ticketId) ?? new Map<string, Entry>();
    this.#byTicket.set(ticketId, entries);
    const key = `${person.id}/${audience}`;
    entries.get(key)?.expire();
    const expire = this.timers.after(TYPING_TTL_MS, () => this.end(ticketId, person.id, audience));
    entries.set(key, { signal, expire });
    this.tell(signal);
  }

  /** Somebody types no more. Nothing happens when nothing was known of it. */
  end(ticketId: number, personId: number, audience: Audience): void {
    const entries = this.#byTicket.get(ticketId);
    const entry = entries?.get(`${personId}/${audience}`);
    if (!entries || !entry) return;
    entry.expire();
    entries.delete(`${personId}/${audience}`);
    if (entries.size === 0) this.#byTicket.delete(ticketId);
    this.tell({ ...entry.signal, type: "typing.stopped", at: this.clock.now() });
  }

  /** When somebody last gave a sign of typing to everybody, in ms since 1970; null unless they are at it. */
  since(ticketId: number, personId: number): number | null {
    return this.#byTicket.get(ticketId)?.get(`${personId}/public`)?.signal.at ?? null;
  }
}
