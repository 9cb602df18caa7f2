import { RELATIONS, type Relation, type Role } from "@ticketwire/core";
import { identityOf, NOBODY, ROLES, ticketOf, userOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { access } from "./access.js";

/** Who gets in without being the customer; the document's list, written down a second time. */
const ALWAYS: readonly Role[] = ["admin", "agent"];
const RELATED: readonly (Relation | "none")[] = [...RELATIONS, "none"];

describe.each(ROLES)("%s", (role) => {
  it.each(RELATED)("[S7] as %s", (relation) => {
    const user = userOf({ role });
    const related = relation === "none" ? NOBODY : { ...NOBODY, [relation]: user };
    const expected = relation === "customer" || ALWAYS.includes(role);
    expect(access(identityOf(user), ticketOf({ related }))).toBe(expected);
  });

  it("[S7] as a participant the host lists without a relation", () => {
    const user = userOf({ role });
    expect(access(identityOf(user), ticketOf({ related: NOBODY, participants: [user] }))).toBe(
      ALWAYS.includes(role),
    );
  });
});
