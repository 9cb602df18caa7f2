import { ChatError, type MessageRow, type SessionRow, type SessionStatus } from "@ticketwire/core";
import { type End, nextPlace } from "./end.js";
import type { SessionRow as StoredSession } from "./session-row.js";

/** What a session is to become, by whom and when. */
export interface SessionChange {
  readonly by: number;
  readonly at: number;
  readonly status: SessionStatus;
  readonly agentId: number | null;
}

/** What a row makes of a session: null when it is that already. Throws `not_found` for one that is not on the ticket. */
export function changeAsked(row: SessionRow, known: StoredSession | null): SessionChange | null {
  if (known?.ticket_id !== row.ticketId) {
    throw new ChatError("not_found", `no session with number ${row.session} on this ticket`, {
      field: "session",
    });
  }
  const { by, at, status } = row;
  const agentId = row.agentId === undefined ? known.agent_id : row.agentId;
  return known.status === status && known.agent_id === agentId ? null : { by, at, status, agentId };
}

/** Whether the session's status is none that the row changes. */
export function isConflict({ from }: SessionRow, { ended_at, status }: StoredSession): boolean {
  return ended_at !== null || !from.includes(status);
}

/** What a row is refused with that would change a session it may not; `holder` is its agent's name. */
export function sessionConflict(
  { from }: SessionRow,
  { status }: StoredSession,
  holder: string | undefined,
): ChatError {
  const said = `session is ${status}, expected ${from.join(" or ")}`;
  return new ChatError("conflict", said, holder === undefined ? {} : { holder });
}

/** What a customer's message makes of a resolved session. */
export function reopening({ senderId: by, at }: MessageRow, { agent_id }: StoredSession): SessionChange {
  return { by, at, status: agent_id === null ? "waiting" : "active", agentId: agent_id };
}

/** The columns that a change writes, in the order of `changedValues`. */
export const CHANGED_COLUMNS = [
  "status",
  "agent_id",
  "accepted_at",
  "ended_at",
  "to_seq",
  "to_hidden",
  "changed_at",
] as const;

/** What a change writes. The session ends at the place of the event that tells it. */
export function changedValues(
  known: StoredSession,
  change: SessionChange,
  end: End,
): readonly (string | number | null)[] {
  const { status, agentId, at } = change;
  const to = status === "closed" ? nextPlace(end, "public") : null;
  const endedAt = to === null ? null : at;
  return [status, agentId, acceptedAt(known, change), endedAt, to?.seq ?? null, to?.hidden ?? null, at];
}

/** Makes the log's end name the session as it is after a change. */
export function noteOpen(end: End, session: number, status: SessionStatus): void {
  const isOver = status === "closed";
  end.session = isOver ? null : session;
  end.status = isOver ? null : status;
}

/** Since when the session has the agent it has: not while it waits for one. */
function acceptedAt(known: StoredSession, { status, agentId, at }: SessionChange): number | null {
  if (status === "waiting" && agentId === null) return null;
  const isAccepted = status === "active" && agentId !== null;
  const isNews = agentId !== known.agent_id || known.accepted_at === null;
  return isAccepted && isNews ? at : known.accepted_at;
}
