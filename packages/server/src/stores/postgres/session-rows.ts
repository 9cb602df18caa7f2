import type { AppendResult, MessageRow, SessionOpenRow, SessionRow, TicketEvent } from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import { NOTHING } from "../sql/refusal.js";
import {
  CHANGED_COLUMNS,
  changeAsked,
  changedValues,
  isConflict,
  noteOpen,
  reopening,
  type SessionChange,
  sessionConflict,
} from "../sql/session-change.js";
import type { SessionRow as StoredSession } from "../sql/session-row.js";
import { type Connection, statement } from "./connection.js";
import { peopleById } from "./people.js";
import { record } from "./recorder.js";
import { sessionRow } from "./sessions.js";

const TICKET_NUMBER = statement("select number from tickets where id = $1");
const IS_TAKEN = statement("select 1 from sessions where name = $1");
const OPEN = statement(
  `insert into sessions (id, name, ticket_id, status, customer_id, context, from_seq, from_hidden, started_at, changed_at)
   values ($1, $2, $3, 'waiting', $4, $5, $6, $7, $8, $8) returning number`,
);
const CHANGE = statement(
  `update sessions set ${CHANGED_COLUMNS.map((column, index) => `${column} = $${index + 1}`).join(", ")}
   where number = $${CHANGED_COLUMNS.length + 1}`,
);
const JOIN = statement(
  "insert into session_members (session, user_id, joined_at) values ($1, $2, $3) on conflict do nothing",
);

/** Opens a session on a ticket that has none open. */
export async function openSession(
  connection: Connection,
  row: SessionOpenRow,
  end: End,
): Promise<AppendResult> {
  const { id, ticketId, customerId, context, by, at } = row;
  if (end.session !== null) return NOTHING;
  const { seq, hidden } = nextPlace(end, "public");
  const name = await freeName(connection, ticketId, at);
  const values = [id, name, ticketId, customerId, JSON.stringify(context), seq, hidden, at];
  const [[session] = [0]] = await connection.rows<[number]>(OPEN, values);
  await connection.run(JOIN, [session, by, at]);
  noteOpen(end, session, "waiting");
  const data = { session, status: "waiting", agent: null, was: null } as const;
  const happened = { type: "session.changed", ticketId, audience: "public", by, at, data } as const;
  return { status: "done", events: [await record(connection, end, happened)], dropped: [] };
}

/** Gives a session another status or agent. */
export async function changeSession(
  connection: Connection,
  row: SessionRow,
  end: End,
): Promise<AppendResult> {
  const known = await sessionRow(connection, row.session);
  const change = changeAsked(row, known);
  if (!known || !change) return NOTHING;
  if (isConflict(row, known)) throw sessionConflict(row, known, await agentOf(connection, known));
  return { status: "done", events: [await become(connection, known, change, end)], dropped: [] };
}

/** Goes on with the ticket's resolved session, since its customer does. */
export async function reopenSession(connection: Connection, row: MessageRow, end: End): Promise<TicketEvent> {
  const known = end.session === null ? null : await sessionRow(connection, end.session);
  if (!known) throw new Error(`session ${end.session} is not there`);
  return become(connection, known, reopening(row, known), end);
}

async function become(
  connection: Connection,
  known: StoredSession,
  change: SessionChange,
  end: End,
): Promise<TicketEvent> {
  const { number: session, ticket_id: ticketId, status: was } = known;
  const { by, at, status, agentId } = change;
  await connection.run(CHANGE, [...changedValues(known, change, end), session]);
  if (agentId !== null && agentId !== known.agent_id) await connection.run(JOIN, [session, agentId, at]);
  noteOpen(end, session, status);
  const data = { session, status, agent: agentId, was };
  return record(connection, end, { type: "session.changed", ticketId, audience: "public", by, at, data });
}

async function agentOf(connection: Connection, { agent_id }: StoredSession): Promise<string | undefined> {
  if (agent_id === null) return undefined;
  return (await peopleById(connection, [agent_id])).get(agent_id)?.name;
}

/** A name nobody else has: of two sessions in one millisecond one is named after a later one. */
async function freeName(connection: Connection, ticketId: number, at: number): Promise<string> {
  const [[number] = [0]] = await connection.rows<[number]>(TICKET_NUMBER, [ticketId]);
  for (let ms = at; ; ms++) {
    const name = `session_${number}_${ms}`;
    if ((await connection.rows(IS_TAKEN, [name])).length === 0) return name;
  }
}
