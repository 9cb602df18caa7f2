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
import type { Connection, Statement } from "./connection.js";
import type { Recorder } from "./recorder.js";
import type { Sessions } from "./sessions.js";

/** Opens sessions and changes them, and puts that into the log. */
export class SessionChanger {
  readonly #ticketNumber: Statement;
  readonly #isTaken: Statement;
  readonly #open: Statement;
  readonly #change: Statement;
  readonly #join: Statement;
  readonly #nameOf: Statement;

  constructor(
    database: Connection,
    private readonly recorder: Recorder,
    private readonly sessions: Sessions,
  ) {
    this.#ticketNumber = database.prepare("select number from tickets where id = ?");
    this.#isTaken = database.prepare("select 1 from sessions where name = ?");
    this.#open = database.prepare(
      `insert into sessions (id, name, ticket_id, status, customer_id, context, from_seq, from_hidden,
         started_at, changed_at)
       values (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?)`,
    );
    this.#change = database.prepare(
      `update sessions set ${CHANGED_COLUMNS.map((column) => `${column} = ?`).join(", ")} where number = ?`,
    );
    this.#join = database.prepare(
      "insert into session_members (session, user_id, joined_at) values (?, ?, ?) on conflict do nothing",
    );
    this.#nameOf = database.prepare("select name from users where id = ?");
  }

  open(row: SessionOpenRow, end: End): AppendResult {
    const { id, ticketId, customerId, context, by, at } = row;
    if (end.session !== null) return NOTHING;
    const { seq, hidden } = nextPlace(end, "public");
    const { lastInsertRowid: session } = this.#open.run([
      id,
      this.#freeName(ticketId, at),
      ticketId,
      customerId,
      JSON.stringify(context),
      seq,
      hidden,
      at,
      at,
    ]);
    this.#join.run([session, by, at]);
    noteOpen(end, session, "waiting");
    const data = { session, status: "waiting", agent: null, was: null } as const;
    const happened = { type: "session.changed", ticketId, audience: "public", by, at, data } as const;
    return { status: "done", events: [this.recorder.record(end, happened)], dropped: [] };
  }

  change(row: SessionRow, end: End): AppendResult {
    const known = this.sessions.row(row.session);
    const change = changeAsked(row, known);
    if (!known || !change) return NOTHING;
    if (isConflict(row, known)) throw sessionConflict(row, known, this.#agentOf(known));
    return { status: "done", events: [this.#become(known, change, end)], dropped: [] };
  }

  /** Goes on with the ticket's resolved session, since its customer does. */
  reopen(row: MessageRow, end: End): TicketEvent {
    const known = end.session === null ? null : this.sessions.row(end.session);
    if (!known) throw new Error(`session ${end.session} is not there`);
    return this.#become(known, reopening(row, known), end);
  }

  #become(known: StoredSession, change: SessionChange, end: End): TicketEvent {
    const { number: session, ticket_id: ticketId, status: was } = known;
    const { by, at, status, agentId } = change;
    this.#change.run([...changedValues(known, change, end), session]);
    if (agentId !== null && agentId !== known.agent_id) this.#join.run([session, agentId, at]);
    noteOpen(end, session, status);
    const data = { session, status, agent: agentId, was };
    return this.recorder.record(end, { type: "session.changed", ticketId, audience: "public", by, at, data });
  }

  #agentOf({ agent_id }: StoredSession): string | undefined {
    if (agent_id === null) return undefined;
    const [row] = this.#nameOf.all([agent_id]);
    return row && String(row[0]);
  }

  /** A name nobody else has: of two sessions in one millisecond one is named after a later one. */
  #freeName(ticketId: number, at: number): string {
    const number = Number(this.#ticketNumber.all([ticketId])[0]?.[0]);
    for (let ms = at; ; ms++) {
      const name = `session_${number}_${ms}`;
      if (this.#isTaken.all([name]).length === 0) return name;
    }
  }
}
