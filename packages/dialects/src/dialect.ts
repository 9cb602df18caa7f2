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
  Ticket,
} from "@ticketwire/core";
import type { z } from "zod";

/** One thing said over a live connection: an event's name and its payload, ready for JSON. */
export interface Frame {
  readonly event: string;
  readonly payload: unknown;
}

/** What a client hears back for what it sent: an acknowledgement, frames to this connection alone, or both. */
export interface Reply {
  readonly ack?: unknown;
  readonly frames?: readonly Frame[];
}

/** Makes the link under which a file can be fetched for an hour without signing in. */
export interface Links {
  /** `path` starts with a slash; `url` is the same, absolute. */
  to(attachment: Attachment): { readonly path: string; readonly url: string };
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
}

/**
 * One event a client may send: what its payload looks like, which command it stands for, and what to
 * answer when the command is done. Pure: the same input gives the same output.
 */
export interface Operation<P, N extends CommandName> {
  readonly summary: string;
  readonly payload: z.ZodType<P>;
  command(payload: P, me: Identity): Command<N>;
  reply(outcome: Outcome<N>, payload: P, scope: Scope): Reply;
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

/** The live half of a dialect. */
export interface Live {
  readonly wire: Wire;
  /** By the event's name on the wire. */
  readonly operations: Readonly<Record<string, AnyOperation>>;
  /** What a connection hears first, once it is signed in. */
  welcome(me: Identity): readonly Frame[];
  /** What happened, in this dialect's words: built once for all readers of a ticket and audience. Empty when it has no words for it. */
  encode(happening: Happening, scope: TicketScope): readonly Frame[];
  /** What a client hears when what it sent was refused. `event` is the name it sent. */
  refuse(error: ChatError, event: string): Reply;
  /** The last thing a connection hears before it is closed. */
  farewell(reason: CloseReason): readonly Frame[];
}

/** What a request brings, already checked against the route's schemas. */
export interface RouteInput<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The files of a multipart request, read as they come in. Empty for other requests. */
  readonly files: AsyncIterable<IncomingFile>;
  /** The `Idempotency-Key` header. */
  readonly idempotencyKey: string | undefined;
}

/** One REST endpoint: its shape, the command it stands for, and what to answer. OpenAPI is generated from it. */
export interface Route<P, Q, B, N extends CommandName> {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `:names` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params: z.ZodType<P>;
  readonly query: z.ZodType<Q>;
  readonly body: z.ZodType<B>;
  /** Set for routes that take files: the form field they come in. */
  readonly files?: { readonly field: string };
  /** The shape of a successful answer, for OpenAPI. */
  readonly response: z.ZodType;
  command(input: RouteInput<P, Q, B>, me: Identity): Command<N>;
  reply(
    outcome: Outcome<N>,
    input: RouteInput<P, Q, B>,
    scope: Scope,
  ): { readonly status: number; readonly body: unknown };
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
  readonly live: Live;
  readonly routes: readonly AnyRoute[];
}
