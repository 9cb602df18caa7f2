import {
  audienceTicket,
  type Bus,
  type BusMessage,
  type Cancel,
  type Log,
  type Timers,
} from "@ticketwire/core";
import type { Channels } from "./channels.js";
import type { LinkEvents, RedisLink } from "./link.js";
import { Subscriptions } from "./subscriptions.js";
import { decodeMessages, encodeMessages } from "./wire.js";

/** How often a node says something to itself, in ms. */
const BEAT_EVERY_MS = 1000;

/** How many beats a node may miss before it takes its link for deaf, however healthy that looks. */
const MISSED_BEATS = 4;

/** How long a ping waits for its answer, in ms. */
const PING_WITHIN_MS = 1000;

/** How long a link may take to come to be, in ms: at the other end somebody may take it and never say a word. */
export const OPEN_WITHIN_MS = 3000;

/** The first wait before another link is opened, and the longest, in ms. Each is shortened at random by up to half. */
const FIRST_BACKOFF_MS = 200;
const LONGEST_BACKOFF_MS = 1500;

/** How much may be on its way to Redis without an answer, in characters. What comes beyond that is dropped. */
const MAX_UNANSWERED = 8 * 1024 * 1024;

/** How often an operator hears of messages that can't be read, in ms. */
const TELL_EVERY_MS = 10_000;

/** What a Redis bus is made of. */
export interface RedisBusParts {
  /** The node's name: another one each time it starts, without spaces. */
  readonly node: string;
  readonly open: (events: LinkEvents) => RedisLink;
  readonly channels: Channels;
  /** How many channels of its own the node hears itself on. */
  readonly beats: number;
  readonly timers: Timers;
  readonly log: Log;
}

/**
 * The bus of many nodes. While Redis is away nothing waits for it: what is published is dropped, and nodes find out
 * from the store (SPEC: S5). A link that has ended or gone deaf is replaced by a new one, for ever.
 */
export class RedisBus implements Bus {
  readonly isAlone = false;
  readonly #subscriptions: Subscriptions;
  readonly #own: readonly string[];
  #handler: ((message: BusMessage) => void) | undefined;
  /** The link while it works. */
  #link: RedisLink | undefined;
  /** The link that is being opened, or works. */
  #opened: RedisLink | undefined;
  /** What was published in this turn, and on channels that are about to be heard. */
  readonly #outgoing = new Map<string, BusMessage[]>();
  #flushing = false;
  #unanswered = 0;
  #closed = false;
  #failures = 0;
  #cancelRetry: Cancel = () => {};
  #cancelBeat: Cancel = () => {};
  /** How often each own channel has been spoken on since it was last heard. */
  readonly #silent = new Map<string, number>();
  readonly #pings = new Map<string, () => void>();
  #lastPing = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: RedisBusParts) {
    this.#own = parts.channels.ofNode(parts.node, parts.beats);
    this.#subscriptions = new Subscriptions(
      () => this.#flushSoon(),
      (why) => this.#lost(this.#opened, why),
    );
    for (const channel of [parts.channels.all, ...this.#own]) this.#subscriptions.want(channel);
    this.#open();
  }

  publish(message: BusMessage): void {
    if (!this.#link) return;
    const ticketId = audienceTicket(message);
    const { channels } = this.parts;
    const channel = ticketId === undefined ? channels.all : channels.ofTicket(ticketId);
    const waiting = this.#outgoing.get(channel);
    if (waiting) waiting.push(message);
    else this.#outgoing.set(channel, [message]);
    this.#flushSoon();
  }

  watch(ticketId: number): void {
    if (!this.#closed) this.#subscriptions.want(this.parts.channels.ofTicket(ticketId));
  }

  unwatch(ticketId: number): void {
    if (!this.#closed) this.#subscriptions.unwant(this.parts.channels.ofTicket(ticketId));
  }

  listen(handler: (message: BusMessage) => void): void {
    this.#handler = handler;
  }

  /** Resolves when what was published and watched before has reached Redis, and this node hears itself. */
  async ping(): Promise<void> {
    const link = this.#link;
    if (!link) throw new Error(this.#closed ? "bus is closed" : "redis is away");
    this.#lastPing += 1;
    const name = `ping-${this.#lastPing}`;
    const [channel = ""] = this.#own;
    const answered = new Promise<void>((resolve) => this.#pings.set(name, resolve));
    let cancel: Cancel = () => {};
    const late = new Promise<never>((_resolve, reject) => {
      cancel = this.parts.timers.after(PING_WITHIN_MS, () => reject(new Error("redis does not answer")));
    });
    const asked = (async () => {
      await this.#subscriptions.settle();
      this.#flush();
      await link.publish(channel, name);
      await answered;
    })();
    try {
      await Promise.race([asked, late]);
    } finally {
      cancel();
      this.#pings.delete(name);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#flush();
    this.#closed = true;
    this.#cancelRetry();
    this.#drop();
  }

  #open(): void {
    let link: RedisLink | undefined;
    link = this.parts.open({
      ready: () => void this.#ready(link),
      heard: (channel, text) => this.#heard(link, channel, text),
      lost: (why) => this.#lost(link, why),
    });
    this.#opened = link;
    this.#cancelBeat = this.parts.timers.after(OPEN_WITHIN_MS, () =>
      this.#lost(link, new Error("redis does not answer")),
    );
  }

  async #ready(link: RedisLink | undefined): Promise<void> {
    if (!link || link !== this.#opened) return;
    this.#cancelBeat();
    this.#link = link;
    this.#silent.clear();
    this.#beat(link);
    await this.#subscriptions.moveTo(link);
    if (link !== this.#link) return;
    if (this.#failures > 0) this.parts.log.warn({}, "redis answers again");
    this.#failures = 0;
  }

  /** Says something to itself, again and again: a link may look healthy and carry nothing. */
  #beat(link: RedisLink): void {
    if (link !== this.#link) return;
    for (const channel of this.#own) {
      const missed = this.#silent.get(channel) ?? 0;
      if (missed >= MISSED_BEATS) {
        this.#lost(link, new Error("this node does not hear itself"));
        return;
      }
      this.#silent.set(channel, missed + 1);
      link.publish(channel, "beat").catch(() => {});
    }
    this.#cancelBeat = this.parts.timers.after(BEAT_EVERY_MS, () => this.#beat(link));
  }

  #lost(link: RedisLink | undefined, why: unknown): void {
    if (this.#closed || !link || link !== this.#opened) return;
    if (this.#failures === 0)
      this.parts.log.warn({ err: why }, "redis is away, nodes hear of each other later");
    this.#drop();
    const longest = Math.min(FIRST_BACKOFF_MS * 2 ** Math.min(this.#failures, 10), LONGEST_BACKOFF_MS);
    this.#failures += 1;
    this.#cancelRetry = this.parts.timers.after(longest * (1 - Math.random() / 2), () => this.#open());
  }

  #drop(): void {
    this.#cancelBeat();
    this.#opened?.close();
    this.#opened = undefined;
    this.#link = undefined;
    this.#unanswered = 0;
    this.#outgoing.clear();
    void this.#subscriptions.moveTo(undefined);
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => this.#flush());
  }

  /** Says what has come together, in one go for each channel. */
  #flush(): void {
    this.#flushing = false;
    const link = this.#link;
    if (!link) return;
    for (const [channel, messages] of this.#outgoing) {
      // Whoever asks something wants to hear the answer.
      if (this.#subscriptions.isOpening(channel)) continue;
      this.#outgoing.delete(channel);
      if (this.#unanswered <= MAX_UNANSWERED)
        this.#say(link, channel, encodeMessages(this.parts.node, messages));
    }
  }

  #say(link: RedisLink, channel: string, text: string): void {
    this.#unanswered += text.length;
    const done = (): void => {
      if (link === this.#link) this.#unanswered -= text.length;
    };
    link.publish(channel, text).then(done, done);
  }

  #heard(link: RedisLink | undefined, channel: string, text: string): void {
    if (link !== this.#opened || this.#closed) return;
    if (this.#own.includes(channel)) {
      this.#silent.set(channel, 0);
      this.#pings.get(text)?.();
      return;
    }
    if (!this.#subscriptions.isWanted(channel)) return;
    try {
      const { channels, node } = this.parts;
      const messages = decodeMessages(node, text, channels.ticketOf(channel));
      for (const message of messages) this.#handler?.(message);
    } catch (failure) {
      this.#tellOperator(channel, failure);
    }
  }

  #tellOperator(channel: string, failure: unknown): void {
    const now = performance.now();
    if (now - this.#toldAt < TELL_EVERY_MS) return;
    this.#toldAt = now;
    this.parts.log.warn({ channel, err: failure }, "a message on redis is none of ours, passed over");
  }
}
