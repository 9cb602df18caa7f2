import { RELATIONS, type Relation, type Role } from "@ticketwire/core";
import { identityOf, NOBODY, ROLES, ticketOf, userOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { access } from "./access.js";

/** Which roles get in by a relation; the document's list, written down a second time. */
const BY_RELATION: Readonly<Record<Relation | "none", readonly Role[]>> = {
  none: ["admin"],
  customer: ["admin"],
  creator: ROLES,
  assignee: ROLES,
  vendor: ROLES,
  verifier: ["admin", "ops"],
};

const RELATED: readonly (Relation | "none")[] = [...RELATIONS, "none"];
const CATEGORIES = [null, "delivery", "payment", "Invoice"];

describe.each(ROLES)("%s", (role) => {
  it.each(RELATED)("[S7] as %s", (relation) => {
    for (const category of CATEGORIES) {
      const user = userOf({ role });
      const ticket = ticketOf({
        category,
        related: relation === "none" ? NOBODY : { ...NOBODY, [relation]: user },
      });
      const isAboutMoney = category === "payment" || category === "Invoice";
      const expected = BY_RELATION[relation].includes(role) || (role === "accounts" && isAboutMoney);
      expect(access(identityOf(user), ticket), `category ${category}`).toBe(expected);
    }
  });

  it("[S7] as a participant the host lists without a relation", () => {
    const user = userOf({ role });
    expect(access(identityOf(user), ticketOf({ related: NOBODY, participants: [user] }))).toBe(
      role === "admin",
    );
  });
});
