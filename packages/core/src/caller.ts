import type { Audience } from "./audience.js";
import type { Connection } from "./connection.js";
import type { Identity } from "./identity.js";
import type { Language } from "./ports/listener.js";
import type { Role } from "./role.js";
import type { Ticket } from "./ticket.js";

/** What commands need to know of the language they were given in. */
export type Speech = Pick<Language, "name" | "access" | "speaksInternal" | "showsDeleted" | "speaksAudio">;

/** Who gives a command: a person, in a language, and over a connection unless it came as a single request. */
export interface Caller {
  readonly identity: Identity;
  readonly language: Speech;
  readonly connection?: Connection | undefined;
  /** Where the command came from, for limits per address. */
  readonly address?: string | undefined;
}

/** Roles whose people may see notes. */
export const STAFF: readonly Role[] = ["admin", "agent", "employee", "ops", "accounts", "bot", "service"];

/**
 * What of a ticket a caller may see. Internal notes are for staff, in a language that can mark them,
 * and never for the ticket's own customer.
 */
export function audienceOf({ identity, language }: Caller, ticket: Ticket): Audience {
  const isOwnCustomer = ticket.related.customer?.id === identity.user.id && identity.role !== "admin";
  return language.speaksInternal && STAFF.includes(identity.role) && !isOwnCustomer ? "internal" : "public";
}
