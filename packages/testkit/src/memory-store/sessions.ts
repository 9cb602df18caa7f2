import {
  type AppendResult,
  ChatError,
  type MessageRow,
  type SessionKey,
  type SessionOpenRow,
  type SessionQuery,
  type SessionRow,
  type TicketEvent,
} from "@ticketwire/core";
import type { SessionRecord } from "./records.js";
import { done, refused } from "./results.js";
import type { Tables } from "./tables.js";
import { showEvent } from "./views.js";

/** Opens a session, unless one is open on the ticket already. */
export function openSession(tables: Tables, row: SessionOpenRow): AppendResult {
  const { ticketId, id, by, customerId, context, at } = row;
  if (tables.openSession(ticketId)) return done([]);
  const number = tables.sessions.size + 1;
  const session: SessionRecord = {
    id,
    number,
    name: freeName(tables, ticketId, at),
    ticketId,
    status: "waiting",
    customerId,
    agentId: null,
    context,
    members: [],
    from: tables.nextPlace(ticketId, "public"),
    to: null,
    startedAt: at,
    acceptedAt: null,
    endedAt: null,
    changedAt: at,
  };
  tables.sessions.set(number, session);
  addMember(tables, number, by, at);
  return done([tell(tables, number, by, null, at)]);
}

/** Gives a session another status or agent, unless somebody was faster. */
export function changeSession(tables: Tables, row: SessionRow): AppendResult {
  const before = tables.sessions.get(row.session);
  if (before?.ticketId !== row.ticketId) {
    return refused("not_found", `no session ${row.session} on this ticket`, { field: "session" });
  }
  const { agentId = before.agentId, status, by, at } = row;
  if (status === before.status && agentId === before.agentId) return done([]);
  if (before.endedAt !== null || !row.from.includes(before.status)) {
    const holder = before.agentId === null ? {} : { holder: tables.knownUser(before.agentId).name };
    return refused("conflict", `session is ${before.status}, expected ${row.from.join(" or ")}`, holder);
  }
  return done([change(tables, before, { status, agentId }, by, at)]);
}

/** A message to a resolved session opens it again: for its agent, or for whoever takes it. */
export function reopenSession(
  tables: Tables,
  { ticketId, senderId, at }: MessageRow,
): readonly TicketEvent[] {
  const session = tables.openSession(ticketId);
  if (session?.status !== "resolved") return [];
  const { agentId } = session;
  const status = agentId === null ? "waiting" : "active";
  return [change(tables, session, { status, agentId }, senderId, at)];
}

function change(
  tables: Tables,
  before: SessionRecord,
  { status, agentId }: Pick<SessionRecord, "status" | "agentId">,
  by: number,
  at: number,
): TicketEvent {
  const isNews = agentId !== before.agentId || before.acceptedAt === null;
  const isAccepted = status === "active" && agentId !== null && isNews;
  const isHandedBack = status === "waiting" && agentId === null;
  const acceptedAt = isHandedBack ? null : before.acceptedAt;
  const { number, ticketId } = before;
  tables.sessions.set(number, {
    ...before,
    status,
    agentId,
    acceptedAt: isAccepted ? at : acceptedAt,
    changedAt: at,
    ...(status === "closed" ? { endedAt: at, to: tables.nextPlace(ticketId, "public") } : {}),
  });
  if (agentId !== null) addMember(tables, number, agentId, at);
  return tell(tables, number, by, before.status, at);
}

function tell(
  tables: Tables,
  session: number,
  by: number,
  was: SessionRecord["status"] | null,
  at: number,
): TicketEvent {
  const { ticketId, status, agentId } = tables.knownSession(session);
  const fact = { ticketId, audience: "public", at } as const;
  const said = { type: "session.changed", session, was, by, status, agentId } as const;
  return showEvent(tables, tables.addToLog(fact, said));
}

/** Somebody takes part in a session from now on. */
export function joinSession(tables: Tables, session: number, personId: number, at: number): void {
  if (!tables.sessions.has(session)) throw new ChatError("not_found", `no session ${session}`);
  addMember(tables, session, personId, at);
}

/** Makes somebody take part in a session, once. */
function addMember(tables: Tables, session: number, personId: number, joinedAt: number): void {
  const record = tables.knownSession(session);
  if (record.members.some((member) => member.personId === personId)) return;
  const all = [...tables.sessions.values()].flatMap(({ members }) => members);
  const member = { number: all.length + 1, personId, joinedAt };
  tables.sessions.set(session, { ...record, members: [...record.members, member] });
}

/** The session of a name. */
export function findSession(tables: Tables, key: SessionKey): SessionRecord | undefined {
  return [...tables.sessions.values()].find((session) => {
    if ("id" in key) return session.id === key.id;
    return "number" in key ? session.number === key.number : session.name === key.name;
  });
}

/** The open sessions that concern somebody, most recently changed first. */
export function listSessions(tables: Tables, query: SessionQuery): readonly SessionRecord[] {
  const concerns = ({ status, agentId, customerId }: SessionRecord): boolean => {
    if (query.of === "everybody") return true;
    if (query.of === "customer") return customerId === query.personId;
    return agentId === query.personId || status === "waiting" || (status === "paused" && agentId === null);
  };
  return [...tables.sessions.values()]
    .filter((session) => session.status !== "closed" && concerns(session))
    .sort((one, other) => other.changedAt - one.changedAt || other.number - one.number)
    .slice(0, query.limit);
}

function freeName(tables: Tables, ticketId: number, at: number): string {
  const ticket = tables.tickets.get(ticketId);
  let ms = at;
  while (findSession(tables, { name: `session_${ticket?.number}_${ms}` })) ms += 1;
  return `session_${ticket?.number}_${ms}`;
}
