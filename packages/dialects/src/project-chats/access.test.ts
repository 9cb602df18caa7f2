import { RELATIONS, type Relation } from "@ticketwire/core";
import { identityOf, NOBODY, ROLES, ticketOf, userOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { access } from "./access.js";

/** The relations that make somebody a participant; the guide's list, written down a second time. */
const PARTICIPANTS: readonly (Relation | "none")[] = ["customer", "creator", "assignee"];

describe.each(ROLES)("%s", (role) => {
  const user = userOf({ role });

  it.each([...RELATIONS, "none"] as const)("[S7] as %s", (relation) => {
    const related = relation === "none" ? NOBODY : { ...NOBODY, [relation]: user };
    expect(access(identityOf(user), ticketOf({ related }))).toBe(PARTICIPANTS.includes(relation));
  });

  it("[S7] as a participant the host lists, whatever else they are", () => {
    expect(access(identityOf(user), ticketOf({ related: NOBODY, participants: [user] }))).toBe(true);
    const vendor = ticketOf({ related: { ...NOBODY, vendor: user }, participants: [userOf(), user] });
    expect(access(identityOf(user), vendor)).toBe(true);
    expect(access(identityOf(user), ticketOf({ related: NOBODY, participants: [userOf()] }))).toBe(false);
  });
});
