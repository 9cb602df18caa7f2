import { type AccessRule, allOf, anyOf, hasRole } from "@ticketwire/core";

/** Allows whose session it is; before there is one, whose ticket it is. */
const isCustomer: AccessRule = ({ user }, { session, related }) =>
  (session?.customer ?? related.customer)?.id === user.id;

/** Allows who has accepted the session. */
const isItsAgent: AccessRule = ({ user }, { session }) => session?.agent?.id === user.id;

/** Allows a session that nobody attends to, and a ticket that has none yet. */
const waits: AccessRule = (_who, { session }) =>
  session === null || session.status === "waiting" || session.status === "paused";

/** Admins; the session's customer and its agent; while it waits, any agent. */
export const access = anyOf(hasRole("admin"), isCustomer, isItsAgent, allOf(hasRole("agent"), waits));
