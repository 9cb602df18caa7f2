import type { NewsFrame, TicketNewsView, TicketView } from "@ticketwire/protocol";
import { type DeskFound, DONE } from "./desk-pages.js";
import type { DeskState, DeskTicket } from "./desk-state.js";

/** A list counts unread messages up to here, as the server does. */
const MAX_COUNTED_UNREAD = 100;

/** A ticket, and by what it is put in order, in ms: worked out once, as lists may be long. */
interface Known {
  readonly ticket: DeskTicket;
  readonly active: number;
  /** When the session began; Infinity without one. */
  readonly begun: number;
  /** Since when the customer waits for an answer; Infinity when all is answered. */
  readonly asked: number;
}

/** The tickets a desk knows, kept as they are now by what is told of them. */
export class DeskTickets {
  readonly #known = new Map<string, Known>();
  /** As far as the queue has been read: what began to wait later is not in it yet, in ms. */
  #queueEnd = Number.POSITIVE_INFINITY;

  /** `me`: one's own ref; undefined while nobody has signed in. */
  constructor(private readonly me: () => string | undefined) {}

  /** Takes over tickets that have been read. */
  put(tickets: readonly DeskTicket[]): void {
    for (const ticket of tickets) this.#known.set(ticket.ref, knownFrom(ticket));
  }

  /** Takes over what all lists have; returns the refs of those that were in one and are no more: something was missed. */
  take({ queue, mine, isAllMine, all }: DeskFound): readonly string[] {
    const listed = new Set([...queue, ...mine].map(({ ref }) => ref));
    const before = this.lists;
    for (const tickets of [queue, mine, all]) this.put(tickets);
    const after = this.lists;
    const now = new Set([...after.queue, ...(isAllMine ? after.mine : [])].map(({ ref }) => ref));
    const were = [...before.queue, ...before.mine].map(({ ref }) => ref);
    return were.filter((ref) => now.has(ref) && !listed.has(ref));
  }

  /** The queue has been read up to this ticket; to its end if there is none. */
  readQueueTo(last: DeskTicket | undefined): void {
    this.#queueEnd = last ? knownFrom(last).begun : Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.#known.clear();
  }

  /** Applies news; returns the refs of those tickets that have to be read again to know how they stand. */
  apply({ tickets }: NewsFrame): readonly string[] {
    return tickets.flatMap((news) => (this.#applyOne(news) ? [] : [news.ticket.ref]));
  }

  /** The lists as they are now. */
  get lists(): Pick<DeskState, "queue" | "mine" | "all" | "unread"> {
    const all = [...this.#known.values()].sort((one, other) => other.active - one.active);
    const mine = all.filter(({ ticket }) => this.#isMine(ticket)).sort(unansweredFirst);
    const queue = all
      .filter(({ ticket, begun }) => isInQueue(ticket) && begun <= this.#queueEnd)
      .sort((one, other) => one.begun - other.begun);
    const unread = mine.reduce((sum, { ticket }) => sum + ticket.unread, 0);
    return { all: all.map(ticketOf), mine: mine.map(ticketOf), queue: queue.map(ticketOf), unread };
  }

  /** False when it takes more than the news to know how the ticket stands. */
  #applyOne(news: TicketNewsView): boolean {
    const { ticket, said, readBy, altered, lastMessage, answered, askedAt } = news;
    const me = this.me();
    const known = this.#known.get(ticket.ref)?.ticket;
    const posted = said.reduce((sum, { by, count }) => (by === me ? sum : sum + count), 0);
    const next: DeskTicket = {
      ...ticket,
      unread: Math.min(MAX_COUNTED_UNREAD, (known?.unread ?? 0) + posted),
      lastMessage: lastMessage ?? known?.lastMessage ?? null,
      waitingSince: answered ? askedAt : (known?.waitingSince ?? askedAt),
    };
    this.#known.set(ticket.ref, knownFrom(next));
    // Of what has not been listed nobody knows what was there before; on a page further down nobody asks.
    if (!known) return !(isInQueue(ticket) || this.#isMine(next));
    const isShownAltered = known.lastMessage !== null && altered.includes(known.lastMessage.id);
    return !isShownAltered && (me === undefined || !readBy.includes(me));
  }

  #isMine({ people: { assignee }, session, status }: TicketView): boolean {
    const me = this.me();
    const isAgent = session !== null && session.status !== "closed" && session.agent?.ref === me;
    return (
      me !== undefined && (isAgent || (assignee?.ref === me && (status === null || !DONE.includes(status))))
    );
  }
}

function isInQueue({ session }: Pick<TicketView, "session">): boolean {
  return session?.status === "waiting" || (session?.status === "paused" && session.agent === null);
}

function knownFrom(ticket: DeskTicket): Known {
  const { updatedAt, lastMessage, session, waitingSince } = ticket;
  const times = [updatedAt, lastMessage?.createdAt, session?.changedAt];
  return {
    ticket,
    active: Math.max(...times.map((time) => (time === undefined ? 0 : Date.parse(time)))),
    begun: session ? Date.parse(session.startedAt) : Number.POSITIVE_INFINITY,
    asked: waitingSince === null ? Number.POSITIVE_INFINITY : Date.parse(waitingSince),
  };
}

function ticketOf({ ticket }: Known): DeskTicket {
  return ticket;
}

function unansweredFirst(one: Known, other: Known): number {
  return one.asked === other.asked ? other.active - one.active : one.asked - other.asked;
}
