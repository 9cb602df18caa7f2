import type { Audience } from "../audience.js";
import type { ErrorCode, ErrorDetails } from "../errors.js";
import type { TicketEvent } from "../event.js";
import type { Attachment, Message, MessageKey, MessageKind } from "../message.js";
import type { MessagePage } from "../page.js";
import type { User, UserPatch } from "../person.js";
import type { LogPlace } from "../position.js";
import type { Ticket, TicketKey, TicketPatch } from "../ticket.js";

/** A message on its way into the log. The store gives it its place and its number. */
export interface MessageRow {
  readonly type: "message.posted";
  readonly ticketId: number;
  readonly senderId: number;
  readonly audience: Audience;
  readonly at: number;
  readonly id: string;
  readonly kind: MessageKind;
  readonly text: string;
  /** Must be files of this ticket, uploaded by this sender, not sent before. */
  readonly attachmentIds: readonly string[];
  readonly clientId: string | null;
  /** Tells whether two bodies under one client id are the same. */
  readonly fingerprint: string | null;
}

/** Anything that can be appended to a ticket's log. */
export type AppendRow = MessageRow;

/** What became of one row of a batch. */
export type AppendResult =
  | {
      readonly status: "stored";
      readonly place: LogPlace;
      readonly number: number;
      readonly attachments: readonly Attachment[];
    }
  /** The sender has said this before, under the same client id. */
  | { readonly status: "duplicate"; readonly message: Message }
  | {
      readonly status: "refused";
      readonly code: ErrorCode;
      readonly message: string;
      readonly details?: ErrorDetails;
    };

/** A page of messages to read; see PageRequest. At most one of `before`, `after` is given. */
export interface MessageQuery {
  readonly ticketId: number;
  readonly audience: Audience;
  readonly limit: number;
  readonly skip: number;
  readonly before?: MessageKey | undefined;
  readonly after?: MessageKey | undefined;
}

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

/** Which tickets to list: those the person is on, or all of them. Most recently changed first. */
export interface TicketQuery {
  readonly personId: number | null;
  readonly limit: number;
}

/**
 * Everything durable.
 *
 * - A promise returned by a writing method MUST NOT resolve before the transaction is durable (SPEC: acked means stored).
 * - `append` MUST give each ticket's events contiguous seqs, in the order of the rows, in the transaction that stores them.
 * - `append` MUST keep (ticket, sender, client id) unique for good, also within one batch.
 * - A row that can't be stored MUST be `refused` alone; the others of its batch are stored.
 * - A failure of the whole batch (disk full, store gone) MUST reject and leave nothing behind.
 * - Each reading method MUST see one consistent state, at or after the last write that resolved before it was called.
 * - `readMessages` and `readLog` MUST reject with `not_found` for a ticket that is not there, and `readMessages` with
 *   `invalid` for a cursor that is no message of the ticket, or none this audience may see.
 * - Implementations MUST NOT throw anything but ChatError with `unavailable` for failures a retry may cure.
 */
export interface Store {
  append(rows: readonly AppendRow[]): Promise<readonly AppendResult[]>;

  readMessages(query: MessageQuery): Promise<MessagePage>;
  readLog(query: LogQuery): Promise<LogStretch>;
  /** The last seq of each of these tickets; tickets that don't exist are left out. */
  heads(ticketIds: readonly number[]): Promise<ReadonlyMap<number, number>>;

  ticket(key: TicketKey | { readonly id: number }): Promise<Ticket | null>;
  tickets(query: TicketQuery): Promise<readonly Ticket[]>;
  /**
   * Creates or updates, all in one transaction. A ref unknown as a user becomes a user of that name.
   * Throws `conflict` when a number is taken by another ticket.
   */
  putTickets(patches: readonly TicketPatch[], by: number | null, at: number): Promise<readonly TicketPut[]>;

  user(ref: string): Promise<User | null>;
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

  /** Keeps the metadata of files that wait to be sent on this ticket by this uploader. */
  addAttachments(ticketId: number, uploaderId: number, attachments: readonly Attachment[]): Promise<void>;
  /** The file and where it hangs: `audience` is null while it has not been sent. */
  attachment(id: string): Promise<{
    readonly attachment: Attachment;
    readonly ticketId: number;
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
  /** Finishes what was begun, then lets go of everything. */
  close(): Promise<void>;
}
