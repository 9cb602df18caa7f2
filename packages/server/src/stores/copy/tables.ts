import type { Schema } from "../sql/index.js";

/** A table to copy: its columns by what they hold, and those that its rows are ordered by. */
export interface CopiedTable {
  readonly name: keyof Schema;
  readonly key: readonly string[];
  readonly columns: Readonly<Record<string, "integer" | "text">>;
  /** The column whose values are given out in turn, each once. */
  readonly counts?: string;
}

type Columns<T extends keyof Schema> = Readonly<Record<keyof Schema[T], "integer" | "text">>;

const [integer, text] = ["integer", "text"] as const;

function table<T extends keyof Schema>(
  name: T,
  key: readonly (keyof Schema[T] & string)[],
  columns: Columns<T>,
  counts?: keyof Schema[T] & string,
): CopiedTable {
  return { name, key, columns, ...(counts === undefined ? {} : { counts }) };
}

/** Every table with every column, as the compiler makes sure. */
const BY_NAME = {
  counters: table("counters", ["name"], { name: text, next: integer }),
  users: table(
    "users",
    ["id"],
    {
      id: integer,
      ref: text,
      number: integer,
      name: text,
      email: text,
      role: text,
      type: text,
      company: text,
      department: text,
      permissions: text,
      role_told_at: integer,
    },
    "id",
  ),
  tickets: table(
    "tickets",
    ["id"],
    {
      id: integer,
      ref: text,
      number: integer,
      epoch: text,
      subject: text,
      category: text,
      priority: text,
      status: text,
      assignee_id: integer,
      created_at: integer,
      updated_at: integer,
    },
    "id",
  ),
  ticket_people: table("ticket_people", ["ticket_id", "relation", "position"], {
    ticket_id: integer,
    relation: text,
    position: integer,
    user_id: integer,
  }),
  logs: table("logs", ["ticket_id"], {
    ticket_id: integer,
    seq: integer,
    hidden: integer,
    public_messages: integer,
    internal_messages: integer,
    public_deleted: integer,
    internal_deleted: integer,
    session: integer,
    session_status: text,
  }),
  messages: table(
    "messages",
    ["number"],
    {
      number: integer,
      id: text,
      ticket_id: integer,
      seq: integer,
      hidden: integer,
      sender_id: integer,
      kind: text,
      audience: text,
      text,
      files: integer,
      client_id: text,
      fingerprint: text,
      created_at: integer,
      updated_at: integer,
      edited_at: integer,
      deleted_at: integer,
      deleted_place: integer,
      reply_to: integer,
      reactions: integer,
    },
    "number",
  ),
  message_places: table("message_places", ["ticket_id", "seq"], {
    ticket_id: integer,
    seq: integer,
    hidden: integer,
    audience: text,
    message: integer,
    deleted_at: integer,
  }),
  events: table("events", ["ticket_id", "seq"], {
    ticket_id: integer,
    seq: integer,
    hidden: integer,
    type: text,
    audience: text,
    at: integer,
    by_id: integer,
    message: integer,
    data: text,
  }),
  attachments: table("attachments", ["id"], {
    id: text,
    ticket_id: integer,
    uploader_id: integer,
    message: integer,
    position: integer,
    name: text,
    stored_name: text,
    type: text,
    size: integer,
    uploaded_at: integer,
    digest: text,
    media: text,
  }),
  reactions: table(
    "reactions",
    ["number"],
    { number: integer, message: integer, emoji: text, user_id: integer },
    "number",
  ),
  receipts: table("receipts", ["ticket_id", "user_id", "audience", "from_seq"], {
    ticket_id: integer,
    user_id: integer,
    audience: text,
    from_seq: integer,
    to_seq: integer,
    at: integer,
    place: integer,
  }),
  readers: table("readers", ["ticket_id", "user_id", "audience"], {
    ticket_id: integer,
    user_id: integer,
    audience: text,
    read_to: integer,
  }),
  sessions: table(
    "sessions",
    ["number"],
    {
      number: integer,
      id: text,
      name: text,
      ticket_id: integer,
      status: text,
      customer_id: integer,
      agent_id: integer,
      context: text,
      from_seq: integer,
      from_hidden: integer,
      to_seq: integer,
      to_hidden: integer,
      started_at: integer,
      accepted_at: integer,
      ended_at: integer,
      changed_at: integer,
    },
    "number",
  ),
  session_members: table(
    "session_members",
    ["number"],
    { number: integer, session: integer, user_id: integer, joined_at: integer },
    "number",
  ),
  revocations: table("revocations", ["of", "name"], {
    of: text,
    name: text,
    issued_to: integer,
    expires_at: integer,
    at: integer,
  }),
  canned_replies: table("canned_replies", ["id"], {
    id: text,
    owner_id: integer,
    shortcut: text,
    title: text,
    text,
    updated_at: integer,
  }),
} satisfies Readonly<Record<keyof Schema, CopiedTable>>;

/** Every table, each after those it refers to. */
export const TABLES: readonly CopiedTable[] = Object.values(BY_NAME);
