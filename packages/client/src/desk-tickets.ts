import type { NewsFrame, TicketNewsView, TicketView } from "@ticketwire/protocol";
import type { DeskState, DeskTicket } from "./desk-state.js";

/** A list counts unread messages up to here, as the server does. */
const MAX_COUNTED_UNREAD = 100;

/** A ticket that stands so is nobody's work any more. */
const DONE: readonly (string | null)[] = ["resolved", "closed"];

/** The tickets a desk knows, kept as they are now by what is told of them. */
export class DeskTickets {
  readonly #known = new Map<string, DeskTicket>();

  /** `me`: one's own ref; undefined while nobody has signed in. */
  constructor(private readonly me: () => string | undefined) {}

  /** Takes over tickets that have been read. */
  put(tickets: readonly DeskTicket[]): void {
    for (const ticket of tickets) this.#known.set(ticket.ref, ticket);
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
    const all = [...this.#known.values()].sort((one, other) => activity(other) - activity(one));
    const mine = all.filter((ticket) => this.#isMine(ticket)).sort(unansweredFirst);
    const queue = all.filter(isInQueue).sort((one, other) => waitsSince(one) - waitsSince(other));
    return { all, mine, queue, unread: mine.reduce((sum, { unread }) => sum + unread, 0) };
  }

  /** False when it takes more than the news to know how the ticket stands. */
  #applyOne(news: TicketNewsView): boolean {
    const { ticket, said, readBy, altered, lastMessage, answered, askedAt } = news;
    const me = this.me();
    const known = this.#known.get(ticket.ref);
    const posted = said.reduce((sum, { by, count }) => (by === me ? sum : sum + count), 0);
    const next: DeskTicket = {
      ...ticket,
      unread: Math.min(MAX_COUNTED_UNREAD, (known?.unread ?? 0) + posted),
      lastMessage: lastMessage ?? known?.lastMessage ?? null,
      waitingSince: answered ? askedAt : (known?.waitingSince ?? askedAt),
    };
    this.#known.set(ticket.ref, next);
    // Of what has not been listed nobody knows what was there before; on a page further down nobody asks.
    if (!known) return !(isInQueue(ticket) || this.#isMine(next));
    const isShownAltered = known.lastMessage !== null && altered.includes(known.lastMessage.id);
    return !isShownAltered && (me === undefined || !readBy.includes(me));
  }

  #isMine({ people: { assignee }, session, status }: TicketView): boolean {
    const me = this.me();
    const isAgent = session !== null && session.status !== "closed" && session.agent?.ref === me;
    return me !== undefined && (isAgent || (assignee?.ref === me && !DONE.includes(status)));
  }
}

function isInQueue({ session }: Pick<TicketView, "session">): boolean {
  return session?.status === "waiting" || (session?.status === "paused" && session.agent === null);
}

function waitsSince({ session, updatedAt }: DeskTicket): number {
  return Date.parse(session?.startedAt ?? updatedAt);
}

function activity({ updatedAt, lastMessage, session }: DeskTicket): number {
  const times = [updatedAt, lastMessage?.createdAt, session?.changedAt];
  return Math.max(...times.map((time) => (time === undefined ? 0 : Date.parse(time))));
}

function unansweredFirst(one: DeskTicket, other: DeskTicket): number {
  const since = ({ waitingSince }: DeskTicket): number =>
    waitingSince === null ? Number.POSITIVE_INFINITY : Date.parse(waitingSince);
  const [a, b] = [since(one), since(other)];
  return a === b ? activity(other) - activity(one) : a - b;
}
