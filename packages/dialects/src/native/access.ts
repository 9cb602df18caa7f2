import { type AccessRule, allOf, anyOf, hasCategory, hasRole, isParticipant } from "@ticketwire/core";

/** Staff who work on every ticket; everybody who is on the ticket; accounts, where money is the matter. */
export const access: AccessRule = anyOf(
  hasRole("admin", "agent", "service", "bot"),
  isParticipant,
  allOf(hasRole("accounts"), hasCategory("payment", "invoice")),
);
