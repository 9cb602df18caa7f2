import type { Attachment, Audience, MessageKind, Relation, Role, TicketEvent } from "@ticketwire/core";
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
  readonly attachments: AttachmentTable;
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

/** Where each ticket's log ends, and how many messages it holds. One narrow row a ticket: every append writes it. */
export interface LogTable {
  readonly ticket_id: number;
  seq: number;
  hidden: number;
  public_messages: number;
  internal_messages: number;
}

/** The log. A message's event points at the message; other events carry JSON in `data`. */
export interface EventTable {
  readonly ticket_id: number;
  readonly seq: number;
  readonly hidden: number;
  readonly type: TicketEvent["type"];
  readonly audience: Audience;
  readonly at: number;
  readonly by_id: number | null;
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
  readonly text: string;
  /** How many attachments hang on it. */
  readonly files: number;
  readonly client_id: string | null;
  readonly fingerprint: string | null;
  readonly created_at: number;
  readonly updated_at: number;
}

/** Files. `message` is null until the file has been sent; `position` orders the files of one message. */
export interface AttachmentTable {
  readonly id: Attachment["id"];
  readonly ticket_id: number;
  readonly uploader_id: number;
  message: number | null;
  position: number;
  readonly name: string;
  readonly stored_name: string;
  readonly type: string;
  readonly size: number;
  readonly uploaded_at: number;
}
