import type { Answer, EventFrame, MessageView, TicketView } from "@ticketwire/protocol";
import type { Environment } from "./environment.js";
import type { RequestError } from "./failures.js";
import { FirstUnread } from "./first-unread.js";
import { Joining } from "./joining.js";
import { Polling } from "./polling.js";
import type { Rest } from "./rest.js";
import type { TicketState } from "./state.js";
import {
  appendNewer,
  applyEvents,
  applyNewest,
  applySnapshot,
  emptyTimeline,
  knownUpTo,
  prependOlder,
  type Timeline,
} from "./timeline.js";
import { afterChange, indexFrom, placesRead } from "./told-messages.js";
import { UnreadCount } from "./unread.js";
import type { Wire } from "./wire.js";

/** What reading works with. */
export interface ReadingSurroundings {
  readonly ticket: string;
  readonly wire: Pick<Wire, "reach" | "user" | "ask" | "request" | "failed">;
  readonly rest: Pick<Rest, "get">;
  readonly environment: Environment;
  /** Shows what is known now, with these changes besides. */
  readonly show: (changes: Partial<TicketState>) => void;
  /** The log is known up to `seq`, these messages included. */
  readonly settled: (seq: number, messages: readonly MessageView[]) => void;
  /** It is read as it happens, or every few seconds, from now on. */
  readonly upToDate: () => void;
  readonly refused: (error: RequestError) => void;
}

/** How often the number of unread messages is asked for when something happens meanwhile. */
const MAX_COUNTS = 3;

/**
 * Reads one ticket's log: as it happens over the connection, else every few seconds by plain requests, and without a
 * hole or a double when it goes from the one to the other (SPEC: S3, S4).
 */
export class Reading {
  readonly #joining: Joining;
  readonly #polling: Polling;
  readonly #unread: UnreadCount;
  readonly #firstUnread: FirstUnread;
  #timeline: Timeline = emptyTimeline();
  #ticket: TicketView | null = null;
  /** Counts the counts, so that a late answer is known for what it is. */
  #counts = 0;

  constructor(private readonly surroundings: ReadingSurroundings) {
    const { ticket, wire, rest, environment, refused, upToDate } = surroundings;
    const me = (): string | undefined => wire.user?.ref;
    this.#unread = new UnreadCount(me);
    this.#firstUnread = new FirstUnread(me);
    this.#joining = new Joining({
      ticket,
      wire,
      environment,
      refused,
      position: () => this.#timeline.position,
      joined: (answer) => this.#joined(answer),
    });
    this.#polling = new Polling({
      ticket,
      wire,
      rest,
      environment,
      refused,
      last: () => this.#timeline.messages.at(-1)?.id,
      ticketRead: (facts) => {
        this.#ticket = facts;
      },
      newestRead: (page) => this.#polled(applyNewest(this.#timeline, page), page.messages),
      newerRead: (page) => this.#polled(appendNewer(this.#timeline, page), page.messages),
      upToDate: () => {
        this.#show({ status: "polling" });
        upToDate();
      },
    });
  }

  /** What there is to show of it. */
  get shown(): Pick<TicketState, "ticket" | "messages" | "hasOlder" | "unread" | "firstUnreadId"> {
    const { messages, hasOlder } = this.#timeline;
    const { total: unread } = this.#unread;
    return { ticket: this.#ticket, messages, hasOlder, unread, firstUnreadId: this.#firstUnread.id };
  }

  /** Whether the log is known as far as this message. */
  isKnown({ seq }: MessageView): boolean {
    return seq <= knownUpTo(this.#timeline);
  }

  /** Somebody begins to look: what is unread now is new to them. */
  opened(): void {
    this.#firstUnread.opened();
  }

  /** Reads the one way or the other, whichever there is. */
  start(): void {
    this.stop();
    const { reach } = this.surroundings.wire;
    this.#show({ status: reach === "none" ? "offline" : "joining", error: null });
    if (reach === "live") this.#joining.start();
    else if (reach === "polling") this.#polling.start();
  }

  /** Says again that one watches: the connection is another one. Nobody notices. */
  renew(): void {
    this.#joining.start();
  }

  stop(): void {
    this.#joining.stop();
    this.#polling.stop();
    this.#counts += 1;
  }

  /** Takes events as they come. What is missing is asked for, not waited for. */
  take(events: readonly EventFrame[], isLive: boolean): void {
    const before = this.#timeline.messages;
    const { timeline, events: taken, gap } = applyEvents(this.#timeline, events);
    this.#timeline = timeline;
    this.#ticket = taken.reduce(ticketAfter, this.#ticket);
    const said = taken.flatMap((event) => (event.type === "message.posted" ? [event.message] : []));
    if (timeline.position) this.surroundings.settled(timeline.position.seq, said);
    const from = Math.min(before.length, ...taken.map((event) => this.#changesFrom(event)));
    this.#unread.update(timeline.messages, from);
    this.#noteOwnReading(taken);
    this.#show({});
    if (gap && isLive) this.start();
  }

  /** One has changed a message oneself. Over the connection that is heard of like everything else. */
  changed(message: MessageView): void {
    if (this.surroundings.wire.reach !== "polling") return;
    this.#timeline = { ...this.#timeline, messages: afterChange(this.#timeline.messages, message) };
    this.#show({});
  }

  /** One has done something that shows at the next reading. */
  hurry(): void {
    this.#polling.hurry();
  }

  /** Reads the messages before the oldest one known. */
  async loadOlder(): Promise<void> {
    const { wire, ticket } = this.surroundings;
    const before = this.#timeline.messages[0]?.id;
    if (before === undefined) return;
    const page = await wire.request("history", { ticket, before });
    const { messages } = this.#timeline;
    if (messages[0]?.id !== before) return;
    this.#timeline = prependOlder(this.#timeline, page);
    this.#firstUnread.prepended(
      this.#timeline.messages.slice(0, this.#timeline.messages.length - messages.length),
      messages,
    );
  }

  /** Forgets all that is known. */
  forget(): void {
    this.#timeline = emptyTimeline();
    this.#ticket = null;
    this.#unread.forget();
    this.surroundings.settled(Number.POSITIVE_INFINITY, []);
  }

  #joined({ ticket, audience, position, present, catchUp }: Answer<"join">): void {
    const { settled, upToDate } = this.surroundings;
    this.#ticket = ticket;
    const facts = { status: "live", audience, present } as const;
    if (catchUp.kind === "snapshot") {
      // Numbers of another log say nothing about this one.
      const { position: known } = this.#timeline;
      if (known !== null && known.epoch !== position.epoch) {
        this.forget();
        this.#ticket = ticket;
      }
      this.#timeline = applySnapshot(this.#timeline, position, catchUp);
      settled(position.seq, catchUp.messages);
      this.#firstUnread.known(this.#timeline.messages);
      this.#show(facts);
    } else {
      this.#show(facts);
      this.take(catchUp.events, true);
      this.#firstUnread.known(this.#timeline.messages);
      this.#show({});
    }
    this.#countUnread();
    upToDate();
  }

  #polled(timeline: Timeline, read: readonly MessageView[]): void {
    const isFirst = this.#timeline.messages.length === 0;
    this.#timeline = timeline;
    this.surroundings.settled(knownUpTo(timeline), read);
    if (isFirst) this.#countUnread();
    this.#firstUnread.known(timeline.messages);
    this.#show({});
  }

  /** The first message that may be read or unread otherwise than before by an event, as an index. */
  #changesFrom(event: EventFrame): number {
    const { messages, seqs } = this.#timeline;
    switch (event.type) {
      case "message.posted":
      case "message.edited":
      case "message.deleted":
      case "message.reacted":
        return indexFrom(messages, event.message.seq);
      case "messages.read":
        if (event.by.ref !== this.surroundings.wire.user?.ref) return messages.length;
        return firstOf(placesRead(messages, event, seqs), messages.length);
      default:
        return messages.length;
    }
  }

  /** What one has read, here or elsewhere. */
  #noteOwnReading(events: readonly EventFrame[]): void {
    for (const event of events) {
      if (event.type !== "messages.read" || event.by.ref !== this.surroundings.wire.user?.ref) continue;
      this.#firstUnread.read(event.at);
      if (event.messages === null) this.#unread.nothingOlder();
      else if (this.#unread.older > 0) this.#countUnread();
    }
  }

  /** Asks for what is unread and not known. Asked again when something happens meanwhile, for who counted it? */
  #countUnread(times = MAX_COUNTS): void {
    this.#counts += 1;
    const count = this.#counts;
    this.#unread.update(this.#timeline.messages);
    const { messages, hasOlder } = this.#timeline;
    if (!hasOlder) {
      this.#unread.nothingOlder();
      return;
    }
    const { wire, ticket } = this.surroundings;
    wire.request("unread", { ticket }).then(
      ({ unread }) => {
        if (count !== this.#counts) return;
        this.#unread.setTotal(unread);
        this.#show({});
        if (messages !== this.#timeline.messages && times > 1) this.#countUnread(times - 1);
      },
      // It is asked for again with the next joining.
      () => {},
    );
  }

  #show(changes: Partial<TicketState>): void {
    this.#unread.update(this.#timeline.messages);
    if (!this.#timeline.hasOlder) this.#unread.nothingOlder();
    this.surroundings.show(changes);
  }
}

/** The smallest of indexes, however many there are. */
function firstOf(indexes: Iterable<number>, otherwise: number): number {
  let first = otherwise;
  for (const index of indexes) first = Math.min(first, index);
  return first;
}

/** The facts about a ticket after an event. */
function ticketAfter(ticket: TicketView | null, event: EventFrame): TicketView | null {
  if (event.type === "ticket.updated") return event.info;
  return event.type === "session.changed" && ticket ? { ...ticket, session: event.session } : ticket;
}
