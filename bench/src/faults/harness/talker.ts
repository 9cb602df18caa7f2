import type { Random } from "@ticketwire/testkit";
import { pause } from "./pause.js";
import { type Line, Lost, type Place, Refusal, type TicketName, type Told, type Wire } from "./wires/wire.js";

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;
const REFUSED_PAUSE_MS = 200;

/** Who a talker is, and where it goes. */
export interface TalkerOptions {
  readonly name: string;
  readonly token: string;
  readonly wire: Wire;
  readonly tickets: readonly TicketName[];
  /** The nodes it may go to, asked at each try; the first it tries is one of them at random. */
  readonly urls: () => readonly string[];
  readonly random: Random;
}

/** A message that the server has acknowledged to its author. */
export interface Acked {
  readonly ticket: string;
  readonly key: string;
  /** Undefined where nobody looked. */
  readonly id: string | undefined;
  readonly seq: number | undefined;
  /** When it was first tried, and when it was acknowledged, by performance.now(). */
  readonly sentAt: number;
  readonly ackedAt: number;
}

/** One time it has come back after its connection was lost. */
export interface Return {
  /** When the connection was lost, when there was one again, and when everything missed was there. */
  readonly lostAt: number;
  readonly connectedAt: number;
  readonly wholeAt: number;
}

interface Outgoing {
  readonly ticket: TicketName;
  readonly key: string;
  readonly sentAt: number;
}

/**
 * Somebody who talks and listens on tickets in one dialect, as its guide says: sends one message after the other, again under
 * the same key until it is acknowledged; comes back by itself, and reads what it has missed. A message's text is its key.
 */
export class Talker {
  readonly acked: Acked[] = [];
  /** By ticket: what it was shown, in the order it was shown. */
  readonly shown = new Map<string, { readonly id: string; readonly text: string; readonly at: number }[]>();
  readonly returns: Return[] = [];
  readonly refusals: { readonly code: string; readonly retryable: boolean; readonly at: number }[] = [];
  readonly losses: { readonly why: string; readonly at: number; readonly url: string }[] = [];
  /** Where it is connected, or was last. */
  url = "";
  readonly #outbox: Outgoing[] = [];
  readonly #places = new Map<string, Place>();
  readonly #epochs = new Map<string, string>();
  /** What is told while a ticket is being joined, and what may be told again after it. */
  readonly #held = new Map<string, Told[]>();
  readonly #overlap = new Map<string, Set<string>>();
  #line: Line | undefined;
  /** Counts connections: what an older one still tells is not heard. */
  #connection = 0;
  #isSending = false;
  #isClosed = false;
  #lostAt: number | undefined;
  #changed: () => void = () => {};

  constructor(readonly options: TalkerOptions) {
    for (const { ref } of options.tickets) this.shown.set(ref, []);
    void this.#comeBack();
  }

  get name(): string {
    return this.options.name;
  }

  /** How many messages are not acknowledged yet. */
  get waiting(): number {
    return this.#outbox.length;
  }

  /** Whether it is connected and has all it missed. */
  get isLive(): boolean {
    return this.#line !== undefined;
  }

  /** Says something whose text is `key`; keys are in the order of saying. */
  say(ticket: TicketName, key: string): void {
    this.#outbox.push({ ticket, key, sentAt: performance.now() });
    void this.#flush();
  }

  /** Drops the connection, as a network does; it comes back by itself after a while. */
  drop(why = "dropped"): void {
    const line = this.#line;
    this.#lost(this.#connection, why);
    line?.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#connection += 1;
    this.#line?.close();
    this.#line = undefined;
    this.#changed();
  }

  /** Resolves when it is connected and has all it missed. */
  async live(): Promise<void> {
    while (!this.isLive && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        const before = this.#changed;
        this.#changed = () => {
          before();
          resolve();
        };
      });
    }
  }

  async #comeBack(): Promise<void> {
    const { random } = this.options;
    const first = random.below(1000);
    for (let attempt = 0; !this.#isClosed; attempt++) {
      const urls = this.options.urls();
      const url = urls[(first + attempt) % urls.length];
      if (url !== undefined && (await this.#tryOn(url))) return;
      const mostMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
      await pause(FIRST_PAUSE_MS + random.next() * mostMs);
    }
  }

  /** Whether it is live there now, or was, and somebody else tries again. */
  async #tryOn(url: string): Promise<boolean> {
    this.#connection += 1;
    const connection = this.#connection;
    const { wire, token, tickets } = this.options;
    let line: Line | undefined;
    let isLost = false;
    try {
      line = await wire.open(url, token, {
        told: (ref, message) => {
          if (connection === this.#connection) this.#told(ref, message);
        },
        lost: (why) => {
          isLost = true;
          if (this.#line === line && line) this.#lost(connection, why);
        },
      });
      const connectedAt = performance.now();
      const on = line;
      await Promise.all(tickets.map((ticket) => this.#join(on, ticket)));
      if (isLost || this.#isClosed) throw new Lost("lost while joining");
      this.#line = line;
      this.url = url;
      if (this.#lostAt !== undefined)
        this.returns.push({ lostAt: this.#lostAt, connectedAt, wholeAt: performance.now() });
      this.#lostAt = undefined;
      this.#notify();
      void this.#flush();
      return true;
    } catch (failure) {
      this.#note(failure);
      line?.close();
      return false;
    }
  }

  async #join(line: Line, ticket: TicketName): Promise<void> {
    const { ref } = ticket;
    this.#held.set(ref, []);
    const connection = this.#connection;
    const { missed, overlaps, epoch } = await line.join(ticket, this.#places.get(ref));
    // What an older connection still brings has been asked for again.
    if (connection !== this.#connection) throw new Lost("another connection has taken over");
    if (epoch !== undefined) this.#epochs.set(ref, epoch);
    const held = this.#held.get(ref) ?? [];
    this.#held.delete(ref);
    this.#overlap.set(ref, new Set(overlaps ? missed.map(({ id }) => id) : []));
    for (const message of missed) this.#show(ref, message);
    for (const message of held) this.#told(ref, message);
  }

  #told(ref: string, message: Told): void {
    const held = this.#held.get(ref);
    if (held) held.push(message);
    // What was read beside the connection may be told live as well, once.
    else if (!this.#overlap.get(ref)?.delete(message.id)) this.#show(ref, message);
  }

  #show(ref: string, message: Told): void {
    const { id, text } = message;
    this.shown.get(ref)?.push({ id, text, at: performance.now() });
    const epoch = this.#epochs.get(ref);
    this.#places.set(ref, { last: message, ...(epoch === undefined ? {} : { epoch }) });
  }

  #lost(connection: number, why: string): void {
    if (connection !== this.#connection || this.#isClosed) return;
    this.#connection += 1;
    this.#line = undefined;
    this.#lostAt ??= performance.now();
    this.losses.push({ why, at: this.#lostAt, url: this.url });
    void this.#comeBack();
  }

  async #flush(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let next = this.#outbox[0]; next && this.#line && !this.#isClosed; next = this.#outbox[0]) {
      const { ticket, key, sentAt } = next;
      const line = this.#line;
      try {
        const { id, seq } = await line.say(ticket, key, key);
        this.acked.push({ ticket: ticket.ref, key, id, seq, sentAt, ackedAt: performance.now() });
        this.#outbox.shift();
        this.#notify();
      } catch (failure) {
        this.#note(failure);
        if (failure instanceof Refusal) await pause(failure.retryAfterMs || REFUSED_PAUSE_MS);
        // No answer: it goes on over another connection.
        else if (this.#line === line) this.drop(String(failure));
      }
    }
    this.#isSending = false;
  }

  #note(failure: unknown): void {
    if (failure instanceof Refusal) {
      const { code, retryable } = failure;
      this.refusals.push({ code, retryable, at: performance.now() });
    } else if (!(failure instanceof Lost)) throw failure;
  }

  #notify(): void {
    const changed = this.#changed;
    this.#changed = () => {};
    changed();
  }
}
