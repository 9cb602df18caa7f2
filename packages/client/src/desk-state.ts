import type { ListedTicket } from "@ticketwire/protocol";
import type { RequestError } from "./failures.js";

/** A ticket as a desk shows it. */
export type DeskTicket = Readonly<ListedTicket>;

/**
 * How a desk stands:
 * - `idle`: not open
 * - `loading`: its tickets are being read
 * - `live`: whatever happens on a ticket shows as it happens
 * - `offline`: open, and waiting for the connection
 * - `refused`: it is not for this person; `error` says why
 */
export type DeskStatus = "idle" | "loading" | "live" | "offline" | "refused";

/** All there is to know about a desk. A new object after each change. */
export interface DeskState {
  readonly status: DeskStatus;
  /** Tickets with a session that waits for an agent, the one that waits longest first. `loadMore("queue")` reads further ones. */
  readonly queue: readonly DeskTicket[];
  /** Tickets that are one's own, or whose session one has accepted: unanswered ones first, then by what happened last. */
  readonly mine: readonly DeskTicket[];
  /** Every ticket that is known, by what happened last. `loadMore` reads further ones. */
  readonly all: readonly DeskTicket[];
  /** How many messages one has not read, on one's own tickets. */
  readonly unread: number;
  /** Whether `all` goes on, and whether the queue does. */
  readonly hasMore: boolean;
  readonly hasMoreQueue: boolean;
  readonly loadingMore: boolean;
  readonly error: RequestError | null;
}

/** Which tickets to list. What is left out does not matter. */
export interface TicketFilter {
  readonly status?: string | readonly string[];
  readonly notStatus?: string | readonly string[];
  /** A person's ref, `me`, or `none`. */
  readonly assignee?: string;
  /** The ref of whom they are for. */
  readonly customer?: string;
  /** `waiting`: a session waits for an agent, the longest wait first; `mine`: one has accepted its session. */
  readonly session?: "waiting" | "mine";
  /** What ref, number, subject or the name of a person on it contains. */
  readonly q?: string;
  readonly number?: number;
  readonly refs?: readonly string[];
  /** What the page before ended with. */
  readonly before?: string;
  readonly limit?: number;
}

/** A page of tickets. `next` goes on where it ends; null when there are no more. */
export interface TicketPage {
  readonly tickets: readonly DeskTicket[];
  readonly next: string | null;
}
