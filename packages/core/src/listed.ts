import type { Audience } from "./audience.js";
import type { Message } from "./message.js";
import type { Session } from "./session.js";
import type { Ticket } from "./ticket.js";
import type { TicketSummary } from "./ticket-summary.js";

/** A session as a list shows it. `ticket.session` is the same session. */
export interface SessionOverview {
  readonly ticket: Ticket;
  readonly session: Session;
  readonly audience: Audience;
  /** How many of its messages the caller has not read, their own left out. */
  readonly unread: number;
  readonly lastMessage: Message | null;
}

/** A ticket as a list shows it to the caller. */
export interface ListedTicket extends TicketSummary {
  readonly ticket: Ticket;
  readonly audience: Audience;
}

/** Which tickets to list. What is left out does not matter. */
export interface TicketFilter {
  readonly statuses?: readonly string[] | undefined;
  readonly notStatuses?: readonly string[] | undefined;
  readonly assignee?: "me" | "none" | { readonly ref: string } | undefined;
  /** The ref of whom they are for. */
  readonly customer?: string | undefined;
  /** Their session waits for an agent, the longest wait first, or the caller has accepted it. */
  readonly session?: "waiting" | "mine" | undefined;
  /** What ref, number, subject or the name of somebody on them contains, without regard to case. */
  readonly text?: string | undefined;
  readonly number?: number | undefined;
  readonly refs?: readonly string[] | undefined;
}
