import { type Role, SESSION_STATUSES, type SessionStatus } from "@ticketwire/core";
import { BOB, identityOf, NOBODY, ROLES, sessionOf, ticketOf, userOf } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { access } from "./access.js";

/** Who gets in without being the session's customer or agent; the rule's list, written down a second time. */
const OTHERS: Readonly<Record<SessionStatus | "none", readonly Role[]>> = {
  none: ["admin", "agent"],
  waiting: ["admin", "agent"],
  paused: ["admin", "agent"],
  active: ["admin"],
  resolved: ["admin"],
  closed: ["admin"],
};

describe.each(ROLES)("[S7] %s", (role) => {
  const me = userOf({ role });

  it.each(SESSION_STATUSES)("a session that is %s", (status) => {
    const agent = userOf();
    const may = (session: object, related = {}): boolean =>
      access(
        identityOf(me),
        ticketOf({ related: { ...NOBODY, ...related }, session: sessionOf({ status, ...session }) }),
      );
    const asOthers = OTHERS[status].includes(role);
    expect(may({ agent })).toBe(asOthers);
    expect(may({ agent: me })).toBe(true);
    expect(may({ agent, customer: me })).toBe(true);
    // The session's customer counts, and the ticket's only where the session has none.
    expect(may({ agent, customer: BOB }, { customer: me })).toBe(asOthers);
    expect(may({ agent, customer: null }, { customer: me })).toBe(true);
    expect(may({ agent }, { creator: me, assignee: me, vendor: me, verifier: me })).toBe(asOthers);
  });

  it("a ticket that has no session", () => {
    const may = (related: object): boolean =>
      access(identityOf(me), ticketOf({ related: { ...NOBODY, ...related }, participants: [me] }));
    expect(may({ customer: BOB, creator: me, assignee: me })).toBe(OTHERS.none.includes(role));
    expect(may({ customer: me })).toBe(true);
  });
});
