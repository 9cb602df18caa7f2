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

/** Roles that may see every ticket. */
const SEES_ALL = ["admin", "agent", "service", "bot"] as const;

/** Staff who work on every ticket; everybody who is on the ticket; accounts, where money is the matter. */
export const access: AccessRule = anyOf(
  hasRole(...SEES_ALL),
  isParticipant,
  allOf(hasRole("accounts"), hasCategory("payment", "invoice")),
);

/** Agents and admins hear of every session, whoever waits in one of their own. */
export function followsSession({ role, user }: Identity, { session }: SessionChanged): boolean {
  return role === "agent" || role === "admin" || session.customer?.id === user.id;
}

/** Who may see every ticket may hear of every one. */
export function followsTickets({ role }: Identity): boolean {
  return SEES_ALL.some((one) => one === role);
}
