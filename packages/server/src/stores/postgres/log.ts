import {
  type Audience,
  ChatError,
  type LogPlace,
  type LogQuery,
  type LogStretch,
  type Store,
  type TicketEvent,
} from "@ticketwire/core";
import { eventFrom, type PackedEvent, type Recorded } from "../sql/logged-event.js";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { bigints } from "./binary-array.js";
import { type Connection, statement } from "./connection.js";
import { completeMessages } from "./messages.js";
import { peopleById } from "./people.js";
import { type SessionThen, sessionsThen } from "./sessions.js";

/** Where a ticket's log ends, how many messages it holds for each audience, and how many of them are deleted. */
export interface LogEnd extends LogPlace {
  readonly total: Readonly<Record<Audience, number>>;
  readonly deleted: Readonly<Record<Audience, number>>;
}

type PackedEntry = readonly [...PackedEvent, ...PackedMessage];

const END = statement(
  `select seq, hidden, public_messages, internal_messages, public_deleted, internal_deleted
   from logs where ticket_id = $1`,
);
// The public seq of an event is never above its seq, so the first condition finds where to begin.
const MISSED = `where ticket_id = $1 and seq > $2::bigint and seq - $3::bigint * hidden > $2::bigint
  and audience in ('public', $4) order by seq limit $5`;
const STRETCH = statement(
  `select e.seq, e.hidden, e.type, e.audience, coalesce(e.at, m.created_at), e.by_id, e.data,
     ${MESSAGE_COLUMNS.join(", ")}
   from (
     (select seq, hidden, 'message.posted' as type, audience, null::bigint as at, null::bigint as by_id,
        null as data, message
      from message_places ${MISSED})
     union all
     (select seq, hidden, type, audience, at, by_id, data, message from events ${MISSED})
     order by seq limit $5
   ) e left join messages m on m.number = e.message order by e.seq`,
);
const SESSION_CHANGES = statement(
  `select ticket_id, seq from events where type = 'session.changed' and at >= $1
   order by at desc, ticket_id desc, seq desc limit 1000`,
);
const HEADS = statement("select ticket_id, seq from logs where ticket_id = any($1::bigint[])");
// Ticket by ticket, whatever the tables hold when this is planned: it is asked for all that are watched.
const MOVED = statement(
  `select t.id, l.seq from (select unnest($1::bigint[]) as id, unnest($2::bigint[]) as beyond) t
   cross join lateral (select seq from logs where ticket_id = t.id offset 0) l
   where l.seq > t.beyond`,
);

/** Throws `not_found` for a ticket that is not there. */
export async function logEnd(connection: Connection, ticketId: number): Promise<LogEnd> {
  const [row] = await connection.rows<number[]>(END, [ticketId]);
  if (!row) throw new ChatError("not_found", `no ticket with id ${ticketId}`, { field: "ticket" });
  const [seq = 0, hidden = 0, open = 0, internal = 0, openDeleted = 0, internalDeleted = 0] = row;
  return {
    seq,
    hidden,
    total: { public: open, internal: open + internal },
    deleted: { public: openDeleted, internal: openDeleted + internalDeleted },
  };
}

/** See `Store.readLog`. */
export async function readLog(connection: Connection, query: LogQuery): Promise<LogStretch> {
  const { ticketId, audience, after, limit } = query;
  const asked = [ticketId, after, audience === "public" ? 1 : 0, audience, limit];
  const [{ seq, hidden }, rows] = await Promise.all([
    logEnd(connection, ticketId),
    connection.rows<PackedEntry>(STRETCH, asked),
  ]);
  const [about, authors, sessions] = await Promise.all([
    completeMessages(connection, rows.map(messageIn).filter(isThere)),
    peopleById(
      connection,
      rows.flatMap(([, , , , , byId]) => byId ?? []),
    ),
    sessionsThen(connection, rows.flatMap(sessionIn)),
  ]);
  const messages = new Map(about.map((message) => [message.number, message]));
  const events = rows.map((row): TicketEvent => {
    const [seq, hidden, type, audience, at, byId, data] = row;
    return eventFrom([seq, hidden, type, audience, at, byId, data], {
      ticketId,
      by: byId === null ? null : (authors.get(byId) ?? null),
      message: messages.get(messageIn(row)[0]),
      sessions,
    });
  });
  return { events, head: { seq, hidden } };
}

/** See `Store.heads`. */
export async function readHeads(
  connection: Connection,
  ticketIds: readonly number[],
  beyond?: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await (beyond
    ? connection.rows<[ticketId: number, seq: number]>(MOVED, [bigints(ticketIds), bigints(beyond)])
    : connection.rows<[ticketId: number, seq: number]>(HEADS, [bigints(ticketIds)]));
  return new Map(rows);
}

/** See `Store.sessionChangesSince`. */
export async function sessionChangesSince(
  connection: Connection,
  since: number,
): ReturnType<Store["sessionChangesSince"]> {
  const rows = await connection.rows<[ticketId: number, seq: number]>(SESSION_CHANGES, [since]);
  return rows.map(([ticketId, seq]) => ({ ticketId, seq })).reverse();
}

function messageIn(row: PackedEntry): PackedMessage {
  const [, , , , , , , ...message] = row;
  return message;
}

/** Events that are about no message come with the columns of none. */
function isThere([number]: PackedMessage): boolean {
  return number !== null;
}

function sessionIn([, , type, , , , data]: PackedEntry): readonly SessionThen[] {
  if (type !== "session.changed" || data === null) return [];
  return [JSON.parse(data) as Recorded["session.changed"]];
}
