import type { Identity, Session, SessionChanged } from "@ticketwire/core";

/**
 * Who hears of a session's change without having joined it: admins, its customer, its agent, and every agent
 * when it comes into the queue, changes in it or leaves it.
 */
export function followsSession({ user, role }: Identity, { session, was }: SessionChanged): boolean {
  if (role === "admin" || isParty(user.id, session)) return true;
  return role === "agent" && (isQueued(session.status) || was === null || isQueued(was));
}

/** Whether a session is somebody's own, as its customer or its agent. */
export function isParty(personId: number, { customer, agent }: Session): boolean {
  return customer?.id === personId || agent?.id === personId;
}

function isQueued(status: Session["status"]): boolean {
  return status === "waiting" || status === "paused";
}
