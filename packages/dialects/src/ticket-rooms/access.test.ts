import { RELATIONS } from "@ticketwire/core";
import { identityOf, NOBODY, ROLES, ticketOf, userOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { access } from "./access.js";

describe.each(ROLES)("%s", (role) => {
  const user = userOf({ role });
  const isAdmin = role === "admin";

  it.each(RELATIONS)("[S7] as %s", (relation) => {
    const ticket = ticketOf({ category: "payment", related: { ...NOBODY, [relation]: user } });
    expect(access(identityOf(user), ticket)).toBe(isAdmin || relation === "customer");
  });

  it("[S7] as a listed participant, and as a stranger", () => {
    expect(access(identityOf(user), ticketOf({ related: NOBODY, participants: [user] }))).toBe(isAdmin);
    expect(access(identityOf(user), ticketOf())).toBe(isAdmin);
  });
});
