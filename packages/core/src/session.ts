import type { Person } from "./person.js";
import type { LogPlace } from "./position.js";

/**
 * Where a session stands: it waits for an agent, has one, is interrupted, is done as far as the agent can see
 * (a customer's message opens it again), or is over for good.
 */
export type SessionStatus = "waiting" | "active" | "paused" | "resolved" | "closed";

/** Every status a session can have. */
export const SESSION_STATUSES: readonly SessionStatus[] = [
  "waiting",
  "active",
  "paused",
  "resolved",
  "closed",
];

/** What names a session on the wire: its uuid, its integer, or the name made of its ticket and its start. */
export type SessionKey = { readonly id: string } | { readonly number: number } | { readonly name: string };

/**
 * One live-chat episode on a ticket. While it is open, every public message on the ticket belongs to it:
 * those in the log after `from`, and up to `to` once it is closed.
 */
export interface Session {
  readonly id: string;
  readonly number: number;
  /** `session_<ticket number>_<ms since 1970>`. */
  readonly name: string;
  readonly ticketId: number;
  readonly status: SessionStatus;
  readonly customer: Person | null;
  /** Who has accepted it; null while it waits. */
  readonly agent: Person | null;
  /** What the client that opened it said about it besides, as it was said. */
  readonly context: Readonly<Record<string, string>>;
  readonly from: LogPlace;
  readonly to: LogPlace | null;
  /** ms since 1970. */
  readonly startedAt: number;
  readonly acceptedAt: number | null;
  readonly endedAt: number | null;
  /** When it last changed its status. */
  readonly changedAt: number;
}

/** Somebody who takes part in a session, and since when (ms since 1970). */
export interface SessionMember {
  readonly number: number;
  readonly person: Person;
  readonly joinedAt: number;
}

/** Whether a session still goes on. */
export function isOpen({ status }: Session): boolean {
  return status !== "closed";
}

/** Whether a place in the ticket's log lies in the session. */
export function isWithin({ from, to }: Session, place: LogPlace): boolean {
  return place.seq > from.seq && (to === null || place.seq <= to.seq);
}

/** Somebody who takes part in a session, and whether they are typing now. */
export interface SessionParticipant extends SessionMember {
  readonly isTyping: boolean;
  /** ms since 1970; null unless they are typing. */
  readonly typedAt: number | null;
}

/** What a session is opened for when there is no ticket yet. */
export interface NewTicket {
  readonly subject?: string | undefined;
  readonly category?: string | undefined;
  readonly priority?: string | undefined;
  /** The caller's own key: the same key again is the same ticket. */
  readonly clientId?: string | undefined;
}
