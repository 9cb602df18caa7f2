import type {
  Attachment,
  Audience,
  MessageKind,
  Relation,
  Revocation,
  Role,
  SessionStatus,
  TicketEvent,
} from "@ticketwire/core";
import type { Generated, Kysely } from "kysely";

/** The tables of a SQL store. Times are ms since 1970; `number` is what integer dialects speak. */
export interface Schema {
  /** The lowest number that may be free, per table. */
  readonly counters: { readonly name: NumberedTable; next: number };
  readonly users: UserTable;
  readonly tickets: TicketTable;
  readonly ticket_people: TicketPersonTable;
  readonly logs: LogTable;
  readonly events: EventTable;
  readonly messages: MessageTable;
  readonly message_places: MessagePlaceTable;
  readonly attachments: AttachmentTable;
  readonly reactions: ReactionTable;
  readonly receipts: ReceiptTable;
  readonly readers: ReaderTable;
  readonly sessions: SessionTable;
  readonly session_members: SessionMemberTable;
  readonly revocations: RevocationTable;
  readonly canned_replies: CannedReplyTable;
}

/** A connection, or a transaction, on these tables. */
export type Sql = Kysely<Schema>;

/** Tables whose rows have a number besides their id. */
export type NumberedTable = "users" | "tickets";

export interface UserTable {
  readonly id: Generated<number>;
  readonly ref: string;
  number: number;
  name: string;
  email: string | null;
  role: Role;
  type: string | null;
  company: string | null;
  department: string | null;
  /** A JSON array of strings. */
  permissions: string;
  role_told_at: number | null;
}

export interface TicketTable {
  readonly id: Generated<number>;
  readonly ref: string;
  number: number;
  readonly epoch: string;
  subject: string | null;
  category: string | null;
  priority: string | null;
  status: string | null;
  /** 0 for nobody; in step with `ticket_people`. */
  assignee_id: Generated<number>;
  readonly created_at: number;
  updated_at: number;
}

/** Who is on a ticket, and as what. `position` orders the participants. */
export interface TicketPersonTable {
  readonly ticket_id: number;
  readonly relation: Relation | "participant";
  readonly position: number;
  readonly user_id: number;
}

/**
 * Where each ticket's log ends, and what an append must know besides: how many messages there are and how many of
 * them are deleted, and the open session. One narrow row a ticket: every append writes it.
 */
export interface LogTable {
  readonly ticket_id: number;
  seq: number;
  hidden: number;
  public_messages: number;
  internal_messages: number;
  public_deleted: Generated<number>;
  internal_deleted: Generated<number>;
  session: number | null;
  session_status: SessionStatus | null;
}

/** The log, but for the posting of messages, which `message_places` holds. What an event is about is JSON in `data`. */
export interface EventTable {
  readonly ticket_id: number;
  readonly seq: number;
  readonly hidden: number;
  readonly type: Exclude<TicketEvent["type"], "message.posted">;
  readonly audience: Audience;
  readonly at: number;
  readonly by_id: number | null;
  /** The message that was edited, deleted or reacted to. */
  readonly message: number | null;
  readonly data: string | null;
}

export interface MessageTable {
  readonly number: Generated<number>;
  readonly id: string;
  readonly ticket_id: number;
  readonly seq: number;
  readonly hidden: number;
  readonly sender_id: number;
  readonly kind: MessageKind;
  readonly audience: Audience;
  text: string;
  /** How many attachments hang on it. */
  files: number;
  readonly client_id: string | null;
  /** Of its body, and the digests of its files after it. */
  readonly fingerprint: string | null;
  readonly created_at: number;
  updated_at: number;
  edited_at: number | null;
  deleted_at: number | null;
  /** The seq of the event that told of its deletion. */
  deleted_place: number | null;
  /** The number of a message. */
  readonly reply_to: number | null;
  /** How many reactions it has. */
  reactions: Generated<number>;
}

/** Where messages stand in their ticket's log: what pages are found by. */
export interface MessagePlaceTable {
  readonly ticket_id: number;
  readonly seq: number;
  readonly hidden: number;
  readonly audience: Audience;
  readonly message: number;
  deleted_at: number | null;
}

/** Files. `message` is null until the file has been sent; `position` orders the files of one message. */
export interface AttachmentTable {
  readonly id: Attachment["id"];
  /** Null: not sent yet, and for whichever ticket the uploader chooses. */
  ticket_id: number | null;
  readonly uploader_id: number;
  message: number | null;
  position: number;
  readonly name: string;
  readonly stored_name: string;
  readonly type: string;
  readonly size: number;
  readonly uploaded_at: number;
  readonly digest: string;
  /** A JSON object of `Media`; null when nothing is known. */
  readonly media: string | null;
}

/** Emojis on messages. The number orders them. */
export interface ReactionTable {
  readonly number: Generated<number>;
  readonly message: number;
  readonly emoji: string;
  readonly user_id: number;
}

/**
 * What somebody has read: others' messages after `from_seq` up to `to_seq` that `audience` may see. The spans of
 * one reader and audience do not overlap. `place` is the seq of the event that told it.
 */
export interface ReceiptTable {
  readonly ticket_id: number;
  readonly user_id: number;
  readonly audience: Audience;
  readonly from_seq: number;
  readonly to_seq: number;
  readonly at: number;
  readonly place: number;
}

/** Everything of others that `audience` may see is read up to `read_to`. Whoever has a receipt has a row here. */
export interface ReaderTable {
  readonly ticket_id: number;
  readonly user_id: number;
  readonly audience: Audience;
  read_to: number;
}

export interface SessionTable {
  readonly number: Generated<number>;
  readonly id: string;
  readonly name: string;
  readonly ticket_id: number;
  status: SessionStatus;
  readonly customer_id: number | null;
  agent_id: number | null;
  /** A JSON object of strings. */
  readonly context: string;
  readonly from_seq: number;
  readonly from_hidden: number;
  to_seq: number | null;
  to_hidden: number | null;
  readonly started_at: number;
  accepted_at: number | null;
  ended_at: number | null;
  changed_at: number;
}

export interface SessionMemberTable {
  readonly number: Generated<number>;
  readonly session: number;
  readonly user_id: number;
  readonly joined_at: number;
}

/** Tokens that are no longer good: all of a user's up to a moment, or one. */
export interface RevocationTable {
  readonly of: Revocation["of"];
  /** The user's ref, or the token's own name. */
  readonly name: string;
  /** For a user's, when the last of them was issued. */
  readonly issued_to: number | null;
  /** For one token, when it ends by itself. */
  readonly expires_at: number | null;
  readonly at: number;
}

/** Texts to answer with. `owner_id` is 0 for what everybody may use. */
export interface CannedReplyTable {
  readonly id: string;
  readonly owner_id: number;
  shortcut: string;
  title: string;
  text: string;
  updated_at: number;
}
