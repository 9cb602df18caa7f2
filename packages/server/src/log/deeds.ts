import type { ChatError, CommandName, ErrorCode, Ticket } from "@ticketwire/core";
import type { Logger } from "pino";

/** Who did something, and how. Never what was said, and never a token. */
export interface Deed {
  readonly dialect: string;
  /** The host application's own id of who has signed in. */
  readonly user?: string | undefined;
  /** What the connection is called on the wire. */
  readonly connection?: string;
  /** Where somebody comes from who has not signed in. */
  readonly address?: string;
  readonly event?: string;
}

/** What of all that is done an operator wants to follow. */
const FOLLOWED: Readonly<Partial<Record<CommandName, string>>> = {
  "ticket.join": "joined a ticket",
  "ticket.leave": "left a ticket",
  "message.post": "said something",
};

/** Failures of who tried what they may not. A stranger to a ticket is told that there is none. */
const NOT_ALLOWED: readonly ErrorCode[] = ["unauthenticated", "token_expired", "forbidden", "not_found"];

/** Whether the operator follows what is done by this command. */
export function isFollowed(log: Logger, command: CommandName): boolean {
  return FOLLOWED[command] !== undefined && log.isLevelEnabled("debug");
}

/** Tells the operator that a command has been carried out which they follow. */
export function logDone(log: Logger, deed: Deed, command: CommandName, outcome: unknown): void {
  const { ticket } = outcome as { readonly ticket: Ticket };
  log.debug({ ...deed, ticket: ticket.ref }, FOLLOWED[command]);
}

/** Tells the operator that something was refused, if somebody tried what they may not or the failure is ours. */
export function logRefused(log: Logger, deed: object, { code, message, cause }: ChatError): void {
  if (code === "internal") log.error({ ...deed, err: cause }, "failed");
  else if (NOT_ALLOWED.includes(code)) log.warn({ ...deed, code, reason: message }, "not allowed");
}
