import type { Audience, ReadRow } from "@ticketwire/core";
import { type Connection, statement } from "./connection.js";

const READ_TO = statement(
  "select read_to from readers where ticket_id = $1 and user_id = $2 and audience = $3",
);
const ADVANCE = statement(
  `insert into readers as known (ticket_id, user_id, audience, read_to) values ($1, $2, $3, $4)
   on conflict (ticket_id, user_id, audience) do update set read_to = greatest(known.read_to, excluded.read_to)`,
);
const OVERLAPPING = statement(
  `select from_seq, to_seq from receipts
   where ticket_id = $1 and user_id = $2 and audience = $3 and to_seq > $4::bigint and from_seq < $5
     and from_seq >= coalesce((
       select max(from_seq) from receipts
       where ticket_id = $1 and user_id = $2 and audience = $3 and from_seq <= $4::bigint
     ), 0)
   order by from_seq`,
);
const INSERT = statement(
  `insert into receipts (ticket_id, user_id, audience, from_seq, to_seq, at, place)
   values ($1, $2, $3, $4, $5, $6, $7)`,
);

/** The place up to which all that the audience may see is read. */
export async function readTo(
  connection: Connection,
  { ticketId, by }: ReadRow,
  audience: Audience,
): Promise<number> {
  const [row] = await connection.rows<[number]>(READ_TO, [ticketId, by, audience]);
  return row?.[0] ?? 0;
}

/** Moves that place; never back. */
export async function advanceReadTo(
  connection: Connection,
  { ticketId, by }: ReadRow,
  audience: Audience,
  seq: number,
): Promise<void> {
  await connection.run(ADVANCE, [ticketId, by, audience, seq]);
}

/** What lies after one seq up to another is read, as of the event at `place`; what has been before stays as it is. */
export async function addReadSpan(
  connection: Connection,
  row: ReadRow,
  from: number,
  to: number,
  place: number,
): Promise<void> {
  const { ticketId, by, audience, at } = row;
  const insert = (first: number, last: number): Promise<number> =>
    connection.run(INSERT, [ticketId, by, audience, first, last, at, place]);
  const [known] = await Promise.all([
    connection.rows<[from: number, to: number]>(OVERLAPPING, [ticketId, by, audience, from, to]),
    // Receipts are looked for by their readers.
    advanceReadTo(connection, row, audience, 0),
  ]);
  let done = from;
  for (const [first, last] of known) {
    if (first > done) await insert(done, first);
    done = Math.max(done, last);
  }
  if (done < to) await insert(done, to);
}
