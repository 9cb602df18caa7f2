import type { Audience } from "../audience.js";
import type { TicketEvent } from "../event.js";
import type { Message, MessageKey } from "../message.js";
import type { LogPlace } from "../position.js";
import type { Role, Side } from "../role.js";
import type { Ticket, TicketPlace } from "../ticket.js";

/** A stretch of a ticket's log: what comes after `from`, up to `to` or to the end. */
export interface LogSpan {
  readonly from: LogPlace;
  readonly to: LogPlace | null;
}

/** A page of messages to read; see PageRequest. At most one of `before`, `after` is given. */
export interface MessageQuery {
  readonly ticketId: number;
  readonly audience: Audience;
  readonly limit: number;
  readonly skip: number;
  readonly before?: MessageKey | undefined;
  readonly after?: MessageKey | undefined;
  /** Only messages in this part of the log, which is also what is counted. */
  readonly within?: LogSpan | undefined;
  /** Whether what has been deleted is shown and counted. A deleted message is a cursor either way. */
  readonly deleted: boolean;
}

/** Messages to look for. */
export interface SearchQuery {
  readonly ticketId: number;
  readonly audience: Audience;
  /** What the text contains, compared without regard to case. */
  readonly text: string;
  readonly limit: number;
  readonly before?: MessageKey | undefined;
  readonly within?: LogSpan | undefined;
}

/**
 * What is unread on a ticket. By a person: others' messages that they have not read. By a side: what people who are
 * on the other side wrote, system messages left out, that nobody of this side has read. Deleted messages don't count.
 */
export interface UnreadQuery {
  readonly ticketId: number;
  readonly audience: Audience;
  readonly by: { readonly personId: number } | { readonly side: Side };
  readonly within?: LogSpan | undefined;
  /** Counting may stop here; left out for never. */
  readonly atMost?: number | undefined;
}

/** Whose summary of a ticket is asked for. */
export interface SummaryQuery {
  readonly ticketId: number;
  readonly audience: Audience;
  readonly personId: number;
}

/** Open sessions: all; a customer's own; or those an agent has and those that wait for one (paused ones included). */
export type SessionQuery = { readonly limit: number } & (
  | { readonly of: "everybody" }
  | { readonly of: "customer" | "agent"; readonly personId: number }
);

/** A stretch of a ticket's log to read, in the numbering of `audience`. */
export interface LogQuery {
  readonly ticketId: number;
  readonly audience: Audience;
  /** Events with a higher seq (in the audience's numbering) are read. */
  readonly after: number;
  readonly limit: number;
}

export interface LogStretch {
  /** In order, without holes; at most `limit`. */
  readonly events: readonly TicketEvent[];
  /** The end of the log at the time of reading. */
  readonly head: LogPlace;
}

export interface TicketPut {
  readonly ticket: Ticket;
  readonly created: boolean;
  /** Appended to the log of a ticket that existed and changed. */
  readonly event: TicketEvent | null;
}

/** Which tickets to list: those the person is on, or all of them. What is left out does not matter. */
export interface TicketQuery {
  readonly personId: number | null;
  readonly limit: number;
  /** Where the page before ended. */
  readonly before?: TicketPlace | undefined;
  /** Their status is one of these. */
  readonly statuses?: readonly string[] | undefined;
  /** Their status is none of these. */
  readonly notStatuses?: readonly string[] | undefined;
  /** Whose they are; null for nobody's. */
  readonly assigneeId?: number | null | undefined;
  /** Whom they are for. */
  readonly customerId?: number | undefined;
  /**
   * Their open session waits for an agent, as in `SessionQuery`, or is this agent's. Those that wait are listed by when
   * their session began, the longest wait first; all other lists begin with what changed last.
   */
  readonly session?: "waiting" | { readonly agentId: number } | undefined;
  readonly refs?: readonly string[] | undefined;
  readonly number?: number | undefined;
}

/** Where a ticket stands in a list that it was found in. */
export function placeIn(
  { session: wanted }: Pick<TicketQuery, "session">,
  { number, updatedAt, session }: Ticket,
): TicketPlace {
  return { at: wanted === "waiting" && session ? session.startedAt : updatedAt, number };
}

/** Tickets to look for among those of a list: by ref, number, subject, or the name of a person on them. */
export interface TicketSearchQuery extends TicketQuery {
  /** What one of them contains, compared without regard to case. */
  readonly text: string;
}

/** What one look through tickets has found, and where to go on; null when all has been looked at. */
export interface TicketsFound {
  readonly tickets: readonly Ticket[];
  readonly next: TicketPlace | null;
}

/** Messages to look for on every ticket, or on those a person is on. */
export interface EverywhereQuery {
  readonly personId: number | null;
  readonly audience: Audience;
  readonly text: string;
  readonly limit: number;
  /** Only messages with lower numbers. */
  readonly before: number | null;
}

/** What one look through messages has found, and before which number to go on; null when all has been looked at. */
export interface MessagesFound {
  readonly messages: readonly Message[];
  readonly next: number | null;
}

/** People with one of these roles to look for. */
export interface PeopleQuery {
  readonly roles: readonly Role[];
  /** What name, ref or email contains, compared without regard to case. */
  readonly text: string;
  readonly limit: number;
}
