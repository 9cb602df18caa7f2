import type { Audience } from "../audience.js";
import type { CannedReply } from "../canned-reply.js";
import type { Attachment, Message, MessageKey } from "../message.js";
import type { MessagePage } from "../page.js";
import type { Person, User, UserPatch } from "../person.js";
import type { Revocation } from "../revocation.js";
import type { Session, SessionKey, SessionMember } from "../session.js";
import type { OwnTicketKey, Ticket, TicketPatch } from "../ticket.js";
import type { TicketSummary } from "../ticket-summary.js";
import type { AppendResult, AppendRow } from "./append.js";
import type {
  EverywhereQuery,
  LogQuery,
  LogStretch,
  MessageQuery,
  MessagesFound,
  PeopleQuery,
  SearchQuery,
  SessionQuery,
  SummaryQuery,
  TicketPut,
  TicketQuery,
  TicketSearchQuery,
  TicketsFound,
  UnreadQuery,
} from "./queries.js";

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
