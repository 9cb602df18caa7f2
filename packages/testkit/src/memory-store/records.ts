import type {
  Attachment,
  Audience,
  LogPlace,
  MessageKind,
  MessagesRead,
  Relation,
  Session,
  SessionStatus,
  Ticket,
  TicketField,
} from "@ticketwire/core";

/** A ticket as it is kept: people by id. */
export interface TicketRecord extends Omit<Ticket, "related" | "participants" | "session"> {
  readonly related: Readonly<Record<Relation, number | null>>;
  readonly participants: readonly number[];
}

/** A message as it is kept: people and other messages by id. */
export interface MessageRecord extends LogPlace {
  readonly id: string;
  readonly number: number;
  readonly ticketId: number;
  readonly senderId: number;
  readonly audience: Audience;
  readonly kind: MessageKind;
  readonly text: string;
  readonly attachmentIds: readonly string[];
  readonly replyTo: string | null;
  readonly clientId: string | null;
  readonly fingerprint: string | null;
  /** Of its files, also when those are gone. */
  readonly digests: readonly string[];
  /** In the order they were put on. */
  readonly reactions: readonly { readonly emoji: string; readonly personId: number }[];
  /** When each person first read it, in the order they did. */
  readonly readBy: ReadonlyMap<number, number>;
  readonly at: number;
  readonly updatedAt: number;
  readonly editedAt: number | null;
  readonly deletedAt: number | null;
}

/** A file's metadata, and where it hangs. */
export interface FileRecord {
  readonly attachment: Attachment;
  readonly ticketId: number | null;
  readonly uploaderId: number;
  readonly audience: Audience | null;
}

/** A session as it is kept: people by id. */
export interface SessionRecord extends Omit<Session, "customer" | "agent"> {
  readonly customerId: number | null;
  readonly agentId: number | null;
  readonly members: readonly MemberRecord[];
}

interface MemberRecord {
  readonly number: number;
  readonly personId: number;
  readonly joinedAt: number;
}

/** What an event says besides its place; messages are kept once, in their own table. */
export type Said =
  | { readonly type: "message.posted"; readonly message: string }
  | { readonly type: "message.edited" | "message.deleted"; readonly message: string; readonly by: number }
  | {
      readonly type: "message.reacted";
      readonly message: string;
      readonly by: number;
      readonly emoji: string;
      readonly on: boolean;
    }
  | { readonly type: "messages.read"; readonly by: number; readonly what: MessagesRead["what"] }
  | { readonly type: "ticket.updated"; readonly by: number | null; readonly changed: readonly TicketField[] }
  | {
      readonly type: "session.changed";
      readonly session: number;
      readonly was: SessionStatus | null;
      readonly by: number;
      readonly status: SessionStatus;
      readonly agentId: number | null;
    };

/** What every event of a log has. */
export interface LogFact {
  readonly ticketId: number;
  readonly audience: Audience;
  readonly at: number;
}

/** An event as it is kept: people, messages and sessions by id. */
export type LogRecord = LogFact & LogPlace & Said;
