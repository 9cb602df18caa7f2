import {
  type AccessRule,
  allOf,
  anyOf,
  hasCategory,
  hasRole,
  type Identity,
  isParticipant,
  type SessionChanged,
} from "@ticketwire/core";

/** Staff who work on every ticket; everybody who is on the ticket; accounts, where money is the matter. */
export const access: AccessRule = anyOf(
  hasRole("admin", "agent", "service", "bot"),
  isParticipant,
  allOf(hasRole("accounts"), hasCategory("payment", "invoice")),
);

/** Agents and admins hear of every session, whoever waits in one of their own. */
export function followsSession({ role, user }: Identity, { session }: SessionChanged): boolean {
  return role === "agent" || role === "admin" || session.customer?.id === user.id;
}
