import type { Audience } from "./audience.js";
import type { Message, MessageRef } from "./message.js";
import type { Person } from "./person.js";
import type { LogPlace } from "./position.js";
import type { Session, SessionStatus } from "./session.js";
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

/** Somebody put what was said in other words. */
export interface MessageEdited extends Fact {
  readonly type: "message.edited";
  readonly message: Message;
  readonly by: Person;
}

/** Somebody took back what was said. */
export interface MessageDeleted extends Fact {
  readonly type: "message.deleted";
  readonly message: Message;
  readonly by: Person;
}

/** Somebody answered a message with an emoji, or took that back. `message` has the reactions as they are now. */
export interface MessageReacted extends Fact {
  readonly type: "message.reacted";
  readonly message: Message;
  readonly by: Person;
  readonly emoji: string;
  readonly on: boolean;
}

/** Somebody has read messages: these, or all of others' in the log after `from` up to `to`. */
export interface MessagesRead extends Fact {
  readonly type: "messages.read";
  readonly by: Person;
  readonly what: ReadRange | ReadList;
}

interface ReadRange {
  readonly kind: "range";
  /** What its reader could see: notes are among what was read only when it is `internal`. */
  readonly covers: Audience;
  readonly from: LogPlace;
  readonly to: LogPlace;
}

interface ReadList {
  readonly kind: "list";
  readonly messages: readonly MessageRef[];
}

/** A session was opened (`was` is null), or got another status or agent: `session` has the ones it had right after. */
export interface SessionChanged extends Fact {
  readonly type: "session.changed";
  readonly session: Session;
  readonly was: SessionStatus | null;
  readonly by: Person | null;
}

/** A durable fact in a ticket's log. */
export type TicketEvent =
  | MessagePosted
  | MessageEdited
  | MessageDeleted
  | MessageReacted
  | MessagesRead
  | TicketUpdated
  | SessionChanged;

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
