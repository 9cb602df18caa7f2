import type { AccessRule } from "../access.js";
import type { Audience } from "../audience.js";
import type { CloseReason } from "../close-reason.js";
import type { Happening, SessionChanged, Signal, TicketEvent } from "../event.js";
import type { Identity } from "../identity.js";
import type { Ticket } from "../ticket.js";
import type { TicketNews } from "../ticket-news.js";

/** One connection's end of the line, in the language it speaks. */
export interface Listener {
  /** Says something to this connection alone. */
  tell(what: Happening, ticket: Ticket, audience: Audience): void;
  /** Tells of a change to a session on a ticket this connection has not joined. */
  notify(event: SessionChanged, ticket: Ticket): void;
  close(reason: CloseReason): void;
}

/**
 * All connections that hear a ticket in the same language and with the same audience. What is told to
 * a group is encoded once, however many are in it.
 */
export interface Group {
  add(listener: Listener): void;
  delete(listener: Listener): void;
  /** Tells everybody in the group, in order; `exceptPersonId` leaves out all connections of one person. */
  tell(what: TicketEvent | Signal, ticket: Ticket, exceptPersonId?: number): void;
}

/** All connections that hear news of tickets in the same language. What is told to all is encoded once. */
export interface NewsGroup {
  add(listener: Listener): void;
  delete(listener: Listener): void;
  /** Tells everybody in the group; `more` when there are news besides; `exceptPersonId` as in `Group`. */
  tell(news: readonly TicketNews[], audience: Audience, more: boolean, exceptPersonId?: number): void;
  /** Tells one of them alone. */
  tellOne(listener: Listener, news: readonly TicketNews[], audience: Audience): void;
}

/** What core knows of a dialect: who may use it where, what it can say, and how to reach its listeners. */
export interface Language {
  readonly name: string;
  readonly access: AccessRule;
  /** Whether this language can mark internal notes as such. Those that can't never carry any. */
  readonly speaksInternal: boolean;
  /** Whether deleted messages are shown as such in a history; those that can't show them leave them out. */
  readonly showsDeleted: boolean;
  /** Whether recordings may be sent in this language; left out for no. */
  readonly speaksAudio?: boolean | undefined;
  /** Whether somebody hears of a session's changes without having joined its ticket; left out for nobody. */
  readonly followsSession?: ((who: Identity, event: SessionChanged) => boolean) | undefined;
  /** Whether somebody may hear of every ticket without having joined any; left out for nobody. Only for who may see all of them. */
  readonly followsTickets?: ((who: Identity) => boolean) | undefined;
  /** The group of those who do; left out where nobody may. */
  newsGroup?(): NewsGroup;
  /** The group for one ticket and audience; the same one each time while it has members. */
  group(ticketId: number, audience: Audience): Group;
}
