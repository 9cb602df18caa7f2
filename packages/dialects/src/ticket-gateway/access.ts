import { allOf, anyOf, hasCategory, hasRole, isRelated } from "@ticketwire/core";

/**
 * Admins; whoever created the ticket, works on it or is its vendor; the ops member who verified it;
 * accounts, on tickets about payments and invoices.
 */
export const access = anyOf(
  hasRole("admin"),
  isRelated("creator"),
  isRelated("assignee"),
  isRelated("vendor"),
  allOf(hasRole("ops"), isRelated("verifier")),
  allOf(hasRole("accounts"), hasCategory("payment", "invoice")),
);
