import type { Identity } from "./identity.js";
import type { Role } from "./role.js";
import { isOn, type Relation, type Ticket } from "./ticket.js";

/** Whether a person may take part in a ticket. Pure, cheap, and asked again whenever a fact changes. */
export type AccessRule = (who: Identity, ticket: Ticket) => boolean;

/** Allows when any of the rules does. */
export function anyOf(...rules: readonly AccessRule[]): AccessRule {
  return (who, ticket) => rules.some((rule) => rule(who, ticket));
}

/** Allows when all of the rules do. */
export function allOf(...rules: readonly AccessRule[]): AccessRule {
  return (who, ticket) => rules.every((rule) => rule(who, ticket));
}

/** Allows people with one of these roles. */
export function hasRole(...roles: readonly Role[]): AccessRule {
  return (who) => roles.includes(who.role);
}

/** Allows the person who stands in this relation to the ticket. */
export function isRelated(relation: Relation): AccessRule {
  return (who, ticket) => ticket.related[relation]?.id === who.user.id;
}

/** Allows tickets of these categories, compared without case. */
export function hasCategory(...categories: readonly string[]): AccessRule {
  return (_who, ticket) => ticket.category !== null && categories.includes(ticket.category.toLowerCase());
}

/** Allows those whom the host lists as participants, besides whatever relations they have. */
export const isListed: AccessRule = (who, ticket) =>
  ticket.participants.some((person) => person.id === who.user.id);

/** Allows everybody who is on the ticket in any way. */
export const isParticipant: AccessRule = (who, ticket) => isOn(ticket, who.user.id);
