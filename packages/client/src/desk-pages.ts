import type { DeskRequests } from "./desk-requests.js";
import type { DeskTicket, TicketFilter, TicketPage } from "./desk-state.js";

/** The lists of a desk that are read page by page. */
export type DeskList = "queue" | "all";

/** Where these lists go on; null when they have been read to their ends. */
export type DeskNext = Readonly<Record<DeskList, string | null>>;

/** What one look at all lists of a desk has found. */
export interface DeskFound {
  readonly queue: readonly DeskTicket[];
  readonly mine: readonly DeskTicket[];
  /** Whether nothing else is one's own. */
  readonly isAllMine: boolean;
  readonly all: readonly DeskTicket[];
  readonly next: DeskNext;
}

/** How many tickets are listed at once of those that are somebody's work, and of all. */
const MOST = 200;
const PAGE = 50;

const FILTERS: Readonly<Record<DeskList, TicketFilter>> = {
  queue: { session: "waiting", limit: MOST },
  all: { limit: PAGE },
};

/** A ticket that stands so is nobody's work any more. */
export const DONE: readonly string[] = ["resolved", "closed"];

/** Reads the next page of a list; its first one when `before` is null. */
export function readPage(requests: DeskRequests, list: DeskList, before: string | null): Promise<TicketPage> {
  return requests.tickets({ ...FILTERS[list], ...(before === null ? {} : { before }) });
}

/** Reads all lists: so many pages of the queue, everything that is one's own, and what changed last. */
export async function readDesk(requests: DeskRequests, queuePages: number): Promise<DeskFound> {
  const [queue, assigned, accepted, all] = await Promise.all([
    readPages(requests, "queue", queuePages),
    requests.tickets({ assignee: "me", notStatus: DONE, limit: MOST }),
    requests.tickets({ session: "mine", limit: MOST }),
    readPage(requests, "all", null),
  ]);
  return {
    queue: queue.tickets,
    mine: [...assigned.tickets, ...accepted.tickets],
    isAllMine: assigned.next === null && accepted.next === null,
    all: all.tickets,
    next: { queue: queue.next, all: all.next },
  };
}

async function readPages(requests: DeskRequests, list: DeskList, count: number): Promise<TicketPage> {
  const tickets: DeskTicket[] = [];
  let next: string | null = null;
  for (let page = 0; page < count; page++) {
    const read = await readPage(requests, list, next);
    tickets.push(...read.tickets);
    next = read.next;
    if (next === null) break;
  }
  return { tickets, next };
}
