import type { Caller } from "../caller.js";
import { appendChange } from "../change.js";
import { ChatError } from "../errors.js";
import { hiddenTicket, type Parts, visibleTicket } from "../parts.js";
import type { SessionRow } from "../ports/append.js";
import { sideOf } from "../role.js";
import type { Session, SessionKey, SessionStatus } from "../session.js";
import type { Ticket } from "../ticket.js";
import type { Handler } from "./handler.js";
import { overviewOf, participantsOf, sessionOf } from "./sessions.js";

/** From where each status can be reached. Closed is final, and nothing leads back to it being new. */
const FROM: Readonly<Record<SessionStatus, readonly SessionStatus[]>> = {
  waiting: ["active", "paused", "resolved"],
  active: ["waiting", "paused", "resolved"],
  paused: ["waiting", "active"],
  resolved: ["active", "paused"],
  closed: ["waiting", "active", "paused", "resolved"],
};

/** Takes a session that waits for an agent. */
export const acceptSession: Handler<"session.accept"> = async (parts, caller, input) => {
  const ticket = await waitingTicket(parts, caller, input.session);
  const session = sessionOf(ticket);
  const { user, role } = caller.identity;
  if (role !== "agent" && role !== "admin") {
    throw new ChatError("forbidden", `role is ${role}, expected agent or admin to accept a session`);
  }
  const changed = await change(parts, caller, session, {
    status: "active",
    from: ["waiting", "paused"],
    agentId: user.id,
  });
  return overviewOf(parts, caller, { ...ticket, session: changed }, changed);
};

/** The ticket of a session that the caller might see while it waits: who comes too late is told so, not that it isn't there. */
async function waitingTicket(parts: Parts, { language, identity }: Caller, key: SessionKey): Promise<Ticket> {
  const ticket = await parts.tickets.get({ session: key });
  const session = ticket?.session && ({ ...ticket.session, status: "waiting", agent: null } as const);
  if (ticket && session && language.access(identity, { ...ticket, session })) return ticket;
  throw hiddenTicket({ session: key });
}

/** Changes how a session stands. A customer may close it; the rest is for its agent and admins. */
export const setSessionStatus: Handler<"session.set_status"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, { session: input.session });
  const session = sessionOf(ticket);
  checkMay(caller, session, input.status);
  const changed = await change(parts, caller, session, {
    status: input.status,
    from: FROM[input.status],
    ...agentAfter(caller, session, input.status),
  });
  return {
    ...(await overviewOf(parts, caller, { ...ticket, session: changed }, changed)),
    participants: await participantsOf(parts, changed),
  };
};

type Change = Pick<SessionRow, "status" | "from" | "agentId">;

async function change(parts: Parts, caller: Caller, session: Session, wanted: Change): Promise<Session> {
  const row = {
    type: "session.changed",
    ticketId: session.ticketId,
    at: parts.clock.now(),
    by: caller.identity.user.id,
    session: session.number,
    ...wanted,
  } as const;
  const [event] = await appendChange(parts, row).catch((failure: unknown) => {
    throw namingHolder(failure);
  });
  return event?.type === "session.changed" ? event.session : session;
}

/** Who was too late reads who was faster, also where nothing but the message is shown. */
function namingHolder(failure: unknown): unknown {
  if (!(failure instanceof ChatError) || failure.details.holder === undefined) return failure;
  const { code, message, details } = failure;
  return new ChatError(code, `${message}; ${details.holder} has accepted it`, details);
}

/** Who hands a session back gives it up; who makes one active that has no agent takes it. */
function agentAfter(
  { identity }: Caller,
  { agent }: Session,
  status: SessionStatus,
): Pick<Change, "agentId"> {
  if (status === "waiting") return { agentId: null };
  return status === "active" && agent === null ? { agentId: identity.user.id } : {};
}

/** Throws `forbidden` unless the caller may give the session this status. */
function checkMay({ identity: { user, role } }: Caller, session: Session, status: SessionStatus): void {
  if (role === "admin" || status === "closed") return;
  const isStaff = sideOf(role) === "agent";
  if (isStaff && session.agent?.id === user.id) return;
  // Nobody's yet: any agent may take it by making it active, or set it aside.
  if (isStaff && session.agent === null && (status === "active" || status === "paused")) return;
  const expected = session.agent ? `${session.agent.name} or an admin` : "an agent or an admin";
  throw new ChatError("forbidden", `status ${status} is not yours to set, expected ${expected}`, {
    field: "status",
  });
}
