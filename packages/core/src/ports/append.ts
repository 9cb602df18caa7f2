import type { Audience } from "../audience.js";
import type { ErrorCode, ErrorDetails } from "../errors.js";
import type { TicketEvent } from "../event.js";
import type { Attachment, Message, MessageKey, MessageKind, ReplyTo } from "../message.js";
import type { LogPlace } from "../position.js";
import type { SessionStatus } from "../session.js";
import type { LogSpan } from "./queries.js";

interface Row {
  readonly ticketId: number;
  /** ms since 1970. */
  readonly at: number;
}

/** A message on its way into the log. The store gives it its place and its number. */
export interface MessageRow extends Row {
  readonly type: "message.posted";
  readonly senderId: number;
  readonly audience: Audience;
  readonly id: string;
  /** Null: the store decides, by its files. `image` when every one is a picture, `file` otherwise, `text` without. */
  readonly kind: MessageKind | null;
  readonly text: string;
  /** Must be files uploaded by this sender, to this ticket or to none yet, and not sent before. */
  readonly attachmentIds: readonly string[];
  /** Must be a message of the ticket that everybody who may see this one may see. */
  readonly replyTo: MessageKey | null;
  readonly clientId: string | null;
  /** Together with the digests of the files: tells whether two bodies under one client id are the same. */
  readonly fingerprint: string | null;
  /** The number of the session that must be open. */
  readonly session: number | null;
  /** Whether the message opens a resolved session again: to `active` with its agent, else to `waiting`. */
  readonly reopens: boolean;
}

/** A message's new text. The message must not be deleted. */
export interface EditRow extends Row {
  readonly type: "message.edited";
  readonly by: number;
  readonly message: number;
  readonly text: string;
}

/** A message that is taken back: its text, files and reactions go. Deleting again changes nothing. */
export interface DeleteRow extends Row {
  readonly type: "message.deleted";
  readonly by: number;
  readonly message: number;
}

/** An emoji put on a message or taken off it. */
export interface ReactionRow extends Row {
  readonly type: "message.reacted";
  readonly by: number;
  readonly message: number;
  readonly emoji: string;
  readonly on: boolean;
}

/**
 * Messages that somebody has read: these, or all in a span of the log. Only what `audience` may see, what others
 * wrote and what has not been read before counts. What is new is told in a public event, and in an internal one what
 * that can't tell: notes that were named, or that come before everything public that is new.
 */
export interface ReadRow extends Row {
  readonly type: "messages.read";
  readonly by: number;
  readonly audience: Audience;
  readonly messages: readonly number[] | null;
  readonly within: LogSpan | null;
}

/** A new session, waiting, with `by` as its first participant. When one is open already nothing changes. */
export interface SessionOpenRow extends Row {
  readonly type: "session.opened";
  readonly by: number;
  readonly id: string;
  readonly customerId: number | null;
  readonly context: Readonly<Record<string, string>>;
}

/**
 * A session's new status and agent. Nothing changes when it has them already; otherwise refused with `conflict`, and
 * the agent's name as `holder`, unless its status is one of `from` at that moment. An agent becomes a participant.
 */
export interface SessionRow extends Row {
  readonly type: "session.changed";
  readonly by: number;
  readonly session: number;
  readonly from: readonly SessionStatus[];
  readonly status: SessionStatus;
  /** Left out: stays as it is. */
  readonly agentId?: number | null | undefined;
}

/** Anything that can be appended to a ticket's log. */
export type AppendRow =
  | MessageRow
  | EditRow
  | DeleteRow
  | ReactionRow
  | ReadRow
  | SessionOpenRow
  | SessionRow;

/** What became of one row of a batch. */
export type AppendResult =
  /** A new message. `then` is what it brought about: a session that is open again. */
  | {
      readonly status: "stored";
      readonly place: LogPlace;
      readonly number: number;
      readonly kind: MessageKind;
      readonly attachments: readonly Attachment[];
      readonly replyTo: ReplyTo | null;
      readonly then: readonly TicketEvent[];
    }
  /** The sender has said this before, under the same client id. */
  | { readonly status: "duplicate"; readonly message: Message }
  /** Any other row. No event when it changed nothing; `dropped` names files that are to be discarded. */
  | { readonly status: "done"; readonly events: readonly TicketEvent[]; readonly dropped: readonly string[] }
  | {
      readonly status: "refused";
      readonly code: ErrorCode;
      readonly message: string;
      readonly details?: ErrorDetails;
    };
