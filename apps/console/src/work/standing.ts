import type { TicketView } from "@ticketwire/client";

/** A ticket that stands so is nobody's work any more. */
export const DONE: readonly string[] = ["resolved", "closed", "solved", "done", "cancelled", "canceled"];

/** Whose work a ticket is, as far as one person is concerned. */
export type Standing = "waiting" | "mine" | "theirs" | "done";

/** Says whose work a ticket is. */
export function standingOf(
  { status, session, people: { assignee } }: Pick<TicketView, "status" | "session" | "people">,
  me: string,
): Standing {
  const agent = session && session.status !== "closed" ? session.agent : null;
  if (hasSessionToTake(session)) return "waiting";
  if (status !== null && DONE.includes(status.toLowerCase())) return "done";
  if (agent?.ref === me || assignee?.ref === me) return "mine";
  return agent || assignee ? "theirs" : "waiting";
}

/** Whether a session waits for an agent. */
export function hasSessionToTake(session: TicketView["session"]): session is NonNullable<typeof session> {
  if (session === null || session.agent !== null) return false;
  return session.status === "waiting" || session.status === "paused";
}
