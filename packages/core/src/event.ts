import type { Audience } from "./audience.js";
import type { Message } from "./message.js";
import type { Person } from "./person.js";
import type { LogPlace } from "./position.js";
import type { TicketField } from "./ticket.js";

interface Fact extends LogPlace {
  readonly ticketId: number;
  readonly audience: Audience;
  /** ms since 1970. */
  readonly at: number;
}

/** Somebody said something. */
export interface MessagePosted extends Fact {
  readonly type: "message.posted";
  readonly message: Message;
}

/** The host application changed facts about the ticket. `changed` names them; the ticket itself has the values. */
export interface TicketUpdated extends Fact {
  readonly type: "ticket.updated";
  readonly by: Person | null;
  readonly changed: readonly TicketField[];
}

/** A durable fact in a ticket's log. */
export type TicketEvent = MessagePosted | TicketUpdated;

interface Passing {
  readonly ticketId: number;
  readonly person: Person;
  readonly audience: Audience;
  /** ms since 1970. */
  readonly at: number;
}

/** Something that passes: never stored, never replayed, dropped first under pressure. Its author does not hear it. */
export type Signal =
  | (Passing & { readonly type: "typing.started" })
  | (Passing & { readonly type: "typing.stopped" })
  | (Passing & { readonly type: "presence.joined" })
  | (Passing & { readonly type: "presence.left" });

/** Said to one connection only: it has been taken off the ticket. */
export interface Evicted {
  readonly type: "evicted";
  readonly ticketId: number;
  /** ms since 1970. */
  readonly at: number;
}

/** Whatever can reach a reader without being asked for. */
export type Happening = TicketEvent | Signal | Evicted;
