import type {
  AccessRule,
  Attachment,
  Audience,
  ChatError,
  CloseReason,
  Command,
  CommandName,
  Happening,
  Identity,
  IncomingFile,
  Outcome,
  SessionChanged,
  Ticket,
  TicketNews,
} from "@ticketwire/core";
import type { z } from "zod";

/** One thing said over a live connection: an event's name and its payload, ready for JSON, or `Json` already. */
export interface Frame {
  readonly event: string;
  readonly payload: unknown;
  /** Whose connections don't hear it, by the store's key; left out for nobody's. */
  readonly exceptPersonId?: number;
}

/** What a client hears back for what it sent: an acknowledgement, frames to this connection alone, or both. */
export interface Reply {
  /** Ready for JSON, or `Json` already. */
  readonly ack?: unknown;
  readonly frames?: readonly Frame[];
}

/** The folders below `/uploads` in which clients look for files. All of them have the same files. */
export const FILE_FOLDERS = ["chat-attachments", "chat"] as const;

/** One of those folders. */
export type FileFolder = (typeof FILE_FOLDERS)[number];

/** Makes the link under which a file can be fetched for an hour without signing in. */
export interface Links {
  /** `path` starts with a slash; `url` is the same, absolute. Without a folder it is the first one. */
  to(attachment: Attachment, folder?: FileFolder): { readonly path: string; readonly url: string };
}

/** What a dialect may look at when it puts something in its own words. */
export interface Scope {
  readonly links: Links;
  /** ms since 1970. */
  readonly now: number;
}

/** What a dialect may look at when it tells readers of a ticket what happened on it. */
export interface TicketScope extends Scope {
  readonly ticket: Ticket;
  readonly audience: Audience;
  /** False for who hears of a session's change from afar, without having joined its ticket. */
  readonly joined: boolean;
  /** Who is told, when it is one person alone; left out when everybody on the ticket is. */
  readonly me?: Identity | undefined;
}

/** What a dialect may look at when it answers somebody. */
export interface AnswerScope extends Scope {
  readonly me: Identity;
  /** The connection's name on the wire; undefined for a single request. */
  readonly connectionId: string | undefined;
}

/**
 * One event a client may send: what its payload looks like, which command it stands for, and what to
 * answer when the command is done. Pure: the same input gives the same output.
 */
export interface Operation<P, N extends CommandName> {
  readonly summary: string;
  readonly payload: z.ZodType<P>;
  /** Files that come inside the payload, if any: they are taken in first, then handed to `command`. */
  upload?(payload: P, me: Identity): Command<"attachment.upload"> | undefined;
  command(payload: P, me: Identity, uploaded: readonly Attachment[]): Command<N>;
  reply(outcome: Outcome<N>, payload: P, scope: AnswerScope): Reply;
}

/** An operation whose own types are known only to itself. */
export type AnyOperation = Operation<unknown, CommandName>;

/** Declares an operation; infers its types from the schema and the command. */
export function operation<P, N extends CommandName>(declared: Operation<P, N>): AnyOperation {
  return declared as unknown as AnyOperation;
}

/** How live connections of a dialect reach it. Values are the transport's own terms. */
export type Wire =
  | { readonly kind: "socket.io"; readonly namespace: string }
  | { readonly kind: "websocket"; readonly paths: readonly string[] };

/** How somebody signs in on a connection that is already open. */
export interface LiveSignIn {
  /** The token an event brings; undefined when it is not one that brings any. Throws ChatError for a malformed one. */
  tokenIn(event: string, payload: unknown): string | undefined;
  /** What the client hears once the token has been accepted. `carryOn`: the event is then carried out as well. */
  signedIn(event: string, scope: AnswerScope): Reply & { readonly carryOn?: boolean };
}

/** The live half of a dialect. */
export interface Live {
  readonly wire: Wire;
  /** Set for dialects whose connections may open without a token, and sign in by an event. */
  readonly signIn?: LiveSignIn;
  /**
   * Whether an event can only be this dialect's. Where several share a wire, a signed-in connection that has not
   * said which one it speaks is settled by the first event that one of them recognises.
   */
  recognises(event: string, payload: unknown): boolean;
  /** The largest frame a signed-in client may send, in bytes; left out for the transport's own limit. */
  readonly maxFrameBytes?: number;
  /** By the event's name on the wire. */
  readonly operations: Readonly<Record<string, AnyOperation>>;
  /** What a connection hears first, once it is signed in. */
  welcome(me: Identity): readonly Frame[];
  /** What happened, in this dialect's words: built once for all readers of a ticket and audience. Empty when it has no words for it. */
  encode(happening: Happening, scope: TicketScope): readonly Frame[];
  /** News of tickets, for who follows all of them: built once for all of an audience. Left out where nobody does. */
  encodeNews?(news: readonly TicketNews[], audience: Audience, more: boolean, scope: Scope): readonly Frame[];
  /** What a client hears when what it sent was refused. `event` is the name it sent, `now` is in ms since 1970. */
  refuse(error: ChatError, event: string, now: number): Reply;
  /** The last thing a connection hears before it is closed. */
  farewell(reason: CloseReason, now: number): readonly Frame[];
}

/** What a request brings, already checked against the route's schemas. */
export interface RouteInput<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The files of a multipart request, read as they come in. Empty for other requests. */
  readonly files: AsyncIterable<IncomingFile>;
  /** What `files.upload` has taken in. */
  readonly attachments: readonly Attachment[];
  /** The `Idempotency-Key` header. */
  readonly idempotencyKey: string | undefined;
}

/** What a route answers: JSON, or text that is sent as it is made. */
export type Answer =
  | { readonly status: number; readonly body: unknown }
  | {
      readonly status: number;
      /** Media type. */
      readonly type: string;
      /** Offered as the name to save it under. */
      readonly fileName: string;
      readonly text: AsyncIterable<string>;
    };

/** One REST endpoint: its shape, the command it stands for, and what to answer. OpenAPI is generated from it. */
export interface Route<P, Q, B, N extends CommandName> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:names` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodType<P>;
  readonly query: z.ZodType<Q>;
  readonly body: z.ZodType<B>;
  /**
   * Set for routes that take files: the form field they come in. With `upload`, a multipart request's files are taken
   * in first, then its fields are checked as the body; such a route takes JSON as well.
   */
  readonly files?: {
    readonly field: string;
    upload?(input: RouteInput<P, Q, unknown>, me: Identity): Command<"attachment.upload">;
  };
  /** The shape of a successful answer, for OpenAPI. */
  readonly response: z.ZodType;
  command(input: RouteInput<P, Q, B>, me: Identity): Command<N>;
  reply(outcome: Outcome<N>, input: RouteInput<P, Q, B>, scope: AnswerScope): Answer;
}

/** A route whose own types are known only to itself. */
export type AnyRoute = Route<unknown, unknown, unknown, CommandName>;

/** Declares a route; infers its types from the schemas and the command. */
export function route<P, Q, B, N extends CommandName>(declared: Route<P, Q, B, N>): AnyRoute {
  return declared as unknown as AnyRoute;
}

/**
 * A wire language: frames ⇄ commands and events. It sees neither sockets nor stores, keeps no state,
 * and differs from the others only by what it declares here.
 */
export interface Dialect {
  readonly name: string;
  /** Who may take part in a ticket through this dialect. */
  readonly access: AccessRule;
  /** Whether it can mark internal notes as such; those that can't never carry any. */
  readonly speaksInternal: boolean;
  /** Whether its histories show what has been deleted as such; the others leave it out. */
  readonly showsDeleted: boolean;
  /** Who hears of a session's changes without having joined its ticket; left out for nobody. */
  readonly followsSession?: (who: Identity, event: SessionChanged) => boolean;
  /** Who hears of every ticket without having joined any: only who may see all of them; left out for nobody. */
  readonly followsTickets?: (who: Identity) => boolean;
  /** Whether recordings may be sent; left out for no. */
  readonly speaksAudio?: boolean;
  readonly live: Live;
  readonly routes: readonly AnyRoute[];
}
