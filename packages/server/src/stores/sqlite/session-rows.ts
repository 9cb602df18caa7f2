import {
  type AppendResult,
  ChatError,
  type LogPlace,
  type MessageRow,
  type SessionOpenRow,
  type SessionRow,
  type SessionStatus,
  type TicketEvent,
} from "@ticketwire/core";
import type { SessionRow as StoredSession } from "../sql/session-row.js";
import type { Connection, Statement } from "./connection.js";
import { type End, nextPlace } from "./ends.js";
import type { Recorder } from "./recorder.js";
import type { Sessions } from "./sessions.js";

const NOTHING: AppendResult = { status: "done", events: [], dropped: [] };

/** What a session is to become, by whom and when. */
interface Change {
  readonly by: number;
  readonly at: number;
  readonly status: SessionStatus;
  readonly agentId: number | null;
}

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
      `update sessions set status = ?, agent_id = ?, accepted_at = ?, ended_at = ?, to_seq = ?, to_hidden = ?,
         changed_at = ?
       where number = ?`,
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
    end.session = session;
    end.status = "waiting";
    const data = { session, status: "waiting", agent: null, was: null } as const;
    return {
      status: "done",
      events: [
        this.recorder.record(end, { type: "session.changed", ticketId, audience: "public", by, at, data }),
      ],
      dropped: [],
    };
  }

  change(row: SessionRow, end: End): AppendResult {
    const known = this.sessions.row(row.session);
    if (known?.ticket_id !== row.ticketId) {
      throw new ChatError("not_found", `no session with number ${row.session} on this ticket`, {
        field: "session",
      });
    }
    const { status, by, at } = row;
    const agentId = row.agentId === undefined ? known.agent_id : row.agentId;
    if (known.status === status && known.agent_id === agentId) return NOTHING;
    if (known.ended_at !== null || !row.from.includes(known.status)) throw this.#conflict(row, known);
    const event = this.#become(known, { by, at, status, agentId }, end);
    return { status: "done", events: [event], dropped: [] };
  }

  /** Goes on with the ticket's resolved session, since its customer does. */
  reopen({ senderId: by, at }: MessageRow, end: End): TicketEvent {
    const known = end.session === null ? null : this.sessions.row(end.session);
    if (!known) throw new Error(`session ${end.session} is not there`);
    const status = known.agent_id === null ? "waiting" : "active";
    return this.#become(known, { by, at, status, agentId: known.agent_id }, end);
  }

  #become(known: StoredSession, change: Change, end: End): TicketEvent {
    const { number: session, ticket_id: ticketId, status: was } = known;
    const { by, at, status, agentId } = change;
    const isOver = status === "closed";
    const to: LogPlace | null = isOver ? nextPlace(end, "public") : null;
    this.#change.run([
      status,
      agentId,
      acceptedAt(known, change),
      isOver ? at : null,
      to?.seq ?? null,
      to?.hidden ?? null,
      at,
      session,
    ]);
    if (agentId !== null && agentId !== known.agent_id) this.#join.run([session, agentId, at]);
    end.session = isOver ? null : session;
    end.status = isOver ? null : status;
    const data = { session, status, agent: agentId, was };
    return this.recorder.record(end, { type: "session.changed", ticketId, audience: "public", by, at, data });
  }

  #conflict({ from }: SessionRow, { status, agent_id }: StoredSession): ChatError {
    const holder = agent_id === null ? undefined : this.#nameOf.all([agent_id])[0]?.[0];
    return new ChatError(
      "conflict",
      `session is ${status}, expected ${from.join(" or ")}`,
      holder === undefined ? {} : { holder: String(holder) },
    );
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

/** Since when the session has the agent it has: not while it waits for one. */
function acceptedAt(known: StoredSession, { status, agentId, at }: Change): number | null {
  if (status === "waiting" && agentId === null) return null;
  const isAccepted = status === "active" && agentId !== null;
  const isNews = agentId !== known.agent_id || known.accepted_at === null;
  return isAccepted && isNews ? at : known.accepted_at;
}
