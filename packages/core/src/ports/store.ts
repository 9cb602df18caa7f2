import type { Audience } from "../audience.js";
import type { CannedReply } from "../canned-reply.js";
import type { ErrorCode, ErrorDetails } from "../errors.js";
import type { TicketEvent } from "../event.js";
import type { Attachment, Message, MessageKey, MessageKind, ReplyTo } from "../message.js";
import type { MessagePage } from "../page.js";
import type { Person, User, UserPatch } from "../person.js";
import type { LogPlace } from "../position.js";
import type { Revocation } from "../revocation.js";
import type { Role, Side } from "../role.js";
import type { Session, SessionKey, SessionMember, SessionStatus } from "../session.js";
import type { OwnTicketKey, Ticket, TicketPatch, TicketPlace } from "../ticket.js";
import type { TicketSummary } from "../ticket-summary.js";

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
  /** Whose they are; null for nobody's. */
  readonly assigneeId?: number | null | undefined;
  /** Their open session waits for an agent, as in `SessionQuery`, or is this agent's. */
  readonly session?: "waiting" | { readonly agentId: number } | undefined;
  readonly refs?: readonly string[] | undefined;
  readonly number?: number | undefined;
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

/**
 * Everything durable.
 *
 * - A promise returned by a writing method MUST NOT resolve before the transaction is durable (SPEC: acked means stored).
 * - `append` MUST give each ticket's events contiguous seqs, in the order of the rows, in the transaction that stores them.
 * - `append` MUST keep (ticket, sender, client id) unique for good, also within one batch.
 * - `append` MUST carry out the rows of a batch as if one after the other: each sees what those before it did.
 * - A row that can't be stored MUST be `refused` alone; the others of its batch are stored.
 * - A failure of the whole batch (disk full, store gone) MUST reject and leave nothing behind.
 * - Each reading method MUST see one consistent state, at or after the last write that resolved before it was called.
 * - `readMessages`, `search` and `readLog` MUST reject with `not_found` for a ticket that is not there, and the first
 *   two with `invalid` for a cursor that is no message of the ticket, or none this audience may see.
 * - Implementations MUST NOT throw anything but ChatError with `unavailable` for failures a retry may cure.
 */
export interface Store {
  append(rows: readonly AppendRow[]): Promise<readonly AppendResult[]>;

  readMessages(query: MessageQuery): Promise<MessagePage>;
  readLog(query: LogQuery): Promise<LogStretch>;
  /**
   * The last seq of each of these tickets; tickets that don't exist are left out, and with `beyond` those that have not
   * gone past the seq at the same place in it.
   */
  heads(ticketIds: readonly number[], beyond?: readonly number[]): Promise<ReadonlyMap<number, number>>;

  /** A message in any state; null when there is none. */
  message(key: MessageKey): Promise<Message | null>;
  /** Newest first, at most `limit`; `invalid` for a cursor as in `readMessages`. Deleted messages are not found. */
  search(query: SearchQuery): Promise<readonly Message[]>;
  /**
   * On every ticket, or those a person is on; newest first, at most `limit`. One call looks at some tens of thousands of
   * messages at most, however many there are. Deleted messages are not found.
   */
  searchEverywhere(query: EverywhereQuery): Promise<MessagesFound>;
  /** For each query, how many messages are unread. */
  unread(queries: readonly UnreadQuery[]): Promise<readonly number[]>;

  session(key: SessionKey): Promise<Session | null>;
  /** Most recently changed first. */
  sessions(query: SessionQuery): Promise<readonly Session[]>;
  /** Who takes part in a session, in the order they came. */
  sessionMembers(session: number): Promise<readonly SessionMember[]>;
  /** Somebody takes part in a session from now on, once. `not_found` when there is no such session. */
  joinSession(session: number, personId: number, at: number): Promise<void>;

  ticket(key: OwnTicketKey | { readonly id: number }): Promise<Ticket | null>;
  /** Most recently changed first. */
  tickets(query: TicketQuery): Promise<readonly Ticket[]>;
  /** In the order of `tickets`, at most `limit`. One call looks at some tens of thousands of tickets at most. */
  searchTickets(query: TicketSearchQuery): Promise<TicketsFound>;
  /** For each query, the ticket as a list shows it. Costs the same for long tickets as for short ones. */
  summaries(queries: readonly SummaryQuery[]): Promise<readonly TicketSummary[]>;
  /**
   * Creates or updates, all in one transaction. A ref unknown as a user becomes a user of that name.
   * Throws `conflict` when a number is taken by another ticket.
   */
  putTickets(patches: readonly TicketPatch[], by: number | null, at: number): Promise<readonly TicketPut[]>;

  user(ref: string): Promise<User | null>;
  /** By name. Looks at some thousands of people with these roles at most. */
  people(query: PeopleQuery): Promise<readonly Person[]>;
  /**
   * Creates or updates, all in one transaction. `told`: the host application itself says so, rather than a
   * token. `at`: when it was said, that is, when a token was issued. A token's role MUST NOT replace one that
   * the host gave later than that, compared in whole seconds since tokens know no smaller ones (SPEC: S7).
   */
  putUsers(
    patches: readonly UserPatch[],
    told: boolean,
    at: number,
  ): Promise<readonly { readonly user: User; readonly created: boolean }[]>;
  /** The users whose `roleToldAt` is `since` (ms) or later. Asked every second, so it MUST be cheap when there are none. */
  usersToldSince(since: number): Promise<readonly User[]>;

  /**
   * Keeps a revocation made at `at` (ms). Of two of a user's the one that reaches further counts. Those of tokens
   * that ended more than a minute before may be forgotten.
   */
  revoke(revocation: Revocation, at: number): Promise<void>;
  /** What has been revoked of this user, and of the token of this name. */
  revocationsOf(user: string, token: string | null): Promise<readonly Revocation[]>;
  /**
   * The last 1000 places in logs where a session has changed at `since` (ms) or later, oldest first. Asked every second, so
   * it MUST be cheap when none has.
   */
  sessionChangesSince(since: number): Promise<readonly { readonly ticketId: number; readonly seq: number }[]>;

  /** What was revoked at `since` (ms) or later. Asked every second, so it MUST be cheap when there is none. */
  revokedSince(since: number): Promise<readonly Revocation[]>;

  /** Everybody's canned replies and this person's, by shortcut. */
  cannedReplies(ownerId: number): Promise<readonly CannedReply[]>;
  /**
   * Creates or replaces a canned reply of this owner, or everybody's. `conflict` when its id is somebody else's, or its
   * shortcut another one's of the same owner; `too_large` when there would be more than `limit` of theirs.
   */
  putCannedReply(reply: CannedReply, limit: number): Promise<void>;
  /** Whether there was one with this id among this person's, or everybody's when it is null. */
  deleteCannedReply(id: string, ownerId: number | null): Promise<boolean>;

  /** Keeps the metadata of files that wait to be sent by this uploader, on this ticket or, when null, on whichever they choose. */
  addAttachments(
    ticketId: number | null,
    uploaderId: number,
    attachments: readonly Attachment[],
  ): Promise<void>;
  /** The file and where it hangs: `audience` is null while it has not been sent. */
  attachment(id: string): Promise<{
    readonly attachment: Attachment;
    readonly ticketId: number | null;
    readonly uploaderId: number;
    readonly audience: Audience | null;
  } | null>;
  /**
   * Forgets up to `limit` files that were uploaded before `before` (ms) and never sent, oldest first; they can't
   * be sent any more. Gives the names they are stored under.
   */
  dropUnsent(before: number, limit: number): Promise<readonly string[]>;

  /** Resolves when the store answers. */
  ping(): Promise<void>;
  /**
   * What time it is where the store is, in ms since 1970: the time of all who use it, whose own clocks may differ. Left out where
   * all of them are on one machine.
   */
  now?(): Promise<number>;
  /** Finishes what was begun, then lets go of everything. */
  close(): Promise<void>;
}
