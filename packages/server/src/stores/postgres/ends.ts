import { END_COLUMNS, type End, endsFrom, type PackedEnd } from "../sql/end.js";
import { type Connection, statement } from "./connection.js";

// In the order of the tickets, so that batches of several nodes wait for one another and never in a ring.
const LOCK = statement(
  `select ${END_COLUMNS.join(", ")} from logs where ticket_id = any($1::bigint[]) order by ticket_id for update`,
);

const WRITE = statement(
  `update logs l set seq = e.seq, hidden = e.hidden, public_messages = e.public_messages,
     internal_messages = e.internal_messages, public_deleted = e.public_deleted,
     internal_deleted = e.internal_deleted, session = e.session, session_status = e.session_status
   from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
     $8::bigint[], $9::text[]) as e (${END_COLUMNS.join(", ")})
   where l.ticket_id = e.ticket_id`,
);

/** The ends of these tickets' logs, which are this transaction's until it ends; tickets that are not there are left out. */
export async function lockEnds(
  connection: Connection,
  ticketIds: ReadonlySet<number>,
): Promise<ReadonlyMap<number, End>> {
  return endsFrom(await connection.rows<PackedEnd>(LOCK, [[...ticketIds]]));
}

/** Writes the ends of logs. */
export async function writeEnds(
  connection: Connection,
  ends: readonly (readonly [ticketId: number, end: End])[],
): Promise<void> {
  if (ends.length === 0) return;
  await connection.run(WRITE, [
    ends.map(([ticketId]) => ticketId),
    ends.map(([, { seq }]) => seq),
    ends.map(([, { hidden }]) => hidden),
    ends.map(([, { messages }]) => messages.public),
    ends.map(([, { messages }]) => messages.internal),
    ends.map(([, { deleted }]) => deleted.public),
    ends.map(([, { deleted }]) => deleted.internal),
    ends.map(([, { session }]) => session),
    ends.map(([, { status }]) => status),
  ]);
}
