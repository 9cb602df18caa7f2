import type { AccessRule } from "./access.js";
import type { Audience } from "./audience.js";
import type { Connection } from "./connection.js";
import type { Identity } from "./identity.js";
import type { Role } from "./role.js";
import type { Ticket } from "./ticket.js";

/** Who gives a command: a person, in a language, and over a connection unless it came as a single request. */
export interface Caller {
  readonly identity: Identity;
  readonly language: { readonly access: AccessRule; readonly speaksInternal: boolean };
  readonly connection?: Connection | undefined;
}

const STAFF: readonly Role[] = ["admin", "agent", "employee", "ops", "accounts", "bot", "service"];

/**
 * What of a ticket a caller may see. Internal notes are for staff, in a language that can mark them,
 * and never for the ticket's own customer.
 */
export function audienceOf({ identity, language }: Caller, ticket: Ticket): Audience {
  const isOwnCustomer = ticket.related.customer?.id === identity.user.id && identity.role !== "admin";
  return language.speaksInternal && STAFF.includes(identity.role) && !isOwnCustomer ? "internal" : "public";
}
