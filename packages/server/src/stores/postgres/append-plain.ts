import type { AppendResult, AppendRow, LogPlace, MessageRow } from "@ticketwire/core";
import { isStorableText } from "../sql/storable.js";
import { type Connection, statement } from "./connection.js";

// One statement, which is a transaction of its own: it takes the tickets' locks in their order, sees each log as the
// last commit left it, numbers the rows, and writes messages, log and ends. When one row of the batch is none that it
// can store as it is, it writes nothing at all.
const APPEND = statement(
  `with asked as (
     select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::bigint[], $10::bigint[], $11::boolean[]) with ordinality
       as r (ticket_id, sender_id, audience, id, kind, text, client_id, fingerprint, at, session, reopens, n)
   ),
   ends as (
     select ticket_id, seq, hidden, session, session_status from logs
     where ticket_id = any($12::bigint[]) order by ticket_id for update
   ),
   -- Each ticket's end, and its rows after it, so that no two lists have to be joined.
   lined as (
     select ticket_id, 0 as n, null::bigint as sender_id, null as audience, null as id, null as kind, null as text,
       null as client_id, null as fingerprint, null::bigint as at, null::bigint as asked_session, false as reopens,
       seq as end_seq, hidden as end_hidden, session, session_status
     from ends
     union all
     select ticket_id, n, sender_id, audience, id, kind, text, client_id, fingerprint, at, session, reopens,
       null, null, null, null
     from asked
   ),
   placed as (
     select *,
       first_value(end_seq) over own + count(id) over own as seq,
       first_value(end_hidden) over own + count(*) filter (where audience = 'internal') over own as hidden,
       (asked_session is null or asked_session is not distinct from first_value(session) over own)
         and not (reopens and first_value(session_status) over own is not distinct from 'resolved') as is_open
     from lined window own as (partition by ticket_id order by n)
   ),
   fitting as (
     select seq is not null and is_open
       and (select u.id from users u where u.id = r.sender_id) is not null
       and (
         select m.number from messages m
         where m.ticket_id = r.ticket_id and m.sender_id = r.sender_id and m.client_id = r.client_id
       ) is null as fits
     from placed r where n > 0
   ),
   stored as (
     insert into messages (id, ticket_id, seq, hidden, sender_id, kind, audience, text, files, client_id, fingerprint,
       created_at, updated_at)
     select id, ticket_id, seq, hidden, sender_id, kind, audience, text, 0, client_id, fingerprint, at, at
     from placed where n > 0 and (select bool_and(fits) from fitting) order by n
     returning number, id, ticket_id, seq, hidden, audience
   ),
   logged as (
     insert into message_places (ticket_id, seq, hidden, audience, message)
     select ticket_id, seq, hidden, audience, number from stored
   ),
   moved as (
     update logs l set seq = l.seq + own.messages, hidden = l.hidden + own.internal,
       public_messages = l.public_messages + own.messages - own.internal,
       internal_messages = l.internal_messages + own.internal
     from (
       select ticket_id, count(*) as messages, count(*) filter (where audience = 'internal') as internal
       from stored group by ticket_id
     ) own
     where l.ticket_id = own.ticket_id
   )
   select id, number, seq, hidden from stored`,
);

// For rows that have their places already, in a transaction that has their tickets' locks.
const INSERT = statement(
  `with stored as (
     insert into messages (id, ticket_id, seq, hidden, sender_id, kind, audience, text, files, client_id, fingerprint,
       created_at, updated_at)
     select id, ticket_id, seq, hidden, sender_id, kind, audience, text, 0, client_id, fingerprint, at, at
     from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::bigint[], $10::bigint[], $11::bigint[]) with ordinality
       as r (ticket_id, sender_id, audience, id, kind, text, client_id, fingerprint, at, seq, hidden, n)
     order by n
     returning number, id, ticket_id, seq, hidden, audience
   ),
   logged as (
     insert into message_places (ticket_id, seq, hidden, audience, message)
     select ticket_id, seq, hidden, audience, number from stored
   )
   select id, number from stored`,
);

/** Whether a row may be one of many that are stored by one statement. */
export function isPlain(row: AppendRow): row is MessageRow {
  return (
    row.type === "message.posted" &&
    row.attachmentIds.length === 0 &&
    row.replyTo === null &&
    isStorableText(row.text) &&
    isStorableText(row.id) &&
    (row.clientId === null || isStorableText(row.clientId))
  );
}

/** Whether no two of the rows are meant to be the same message. */
export function areDistinct(rows: readonly MessageRow[]): boolean {
  const keys = rows.flatMap((row) => keyOf(row) ?? []);
  return new Set(keys).size === keys.length;
}

/** What (ticket, sender, client id) is unique by; undefined without a client id. */
export function keyOf({ ticketId, senderId, clientId }: MessageRow): string | undefined {
  return clientId === null ? undefined : `${ticketId} ${senderId} ${clientId}`;
}

/** Stores a whole batch at once. Undefined, and nothing stored, when a row is repeated or refused or does more than that. */
export async function appendPlain(
  connection: Connection,
  rows: readonly MessageRow[],
): Promise<readonly AppendResult[] | undefined> {
  const stored = await connection.rows<[id: string, number: number, seq: number, hidden: number]>(APPEND, [
    ...columnsOf(rows),
    rows.map(({ session }) => session),
    rows.map(({ reopens, audience }) => reopens && audience === "public"),
    [...new Set(rows.map(({ ticketId }) => ticketId))],
  ]);
  const byId = new Map(stored.map(([id, number, seq, hidden]) => [id, { number, seq, hidden }]));
  const results = rows.flatMap((row) => {
    const known = byId.get(row.id);
    return known ? [storedAt(row, { seq: known.seq, hidden: known.hidden }, known.number)] : [];
  });
  return results.length === rows.length ? results : undefined;
}

/** Inserts rows at these places, and gives their numbers. */
export async function insertPlaced(
  connection: Connection,
  rows: readonly { readonly row: MessageRow; readonly place: LogPlace }[],
): Promise<readonly number[]> {
  const stored = await connection.rows<[id: string, number: number]>(INSERT, [
    ...columnsOf(rows.map(({ row }) => row)),
    rows.map(({ place }) => place.seq),
    rows.map(({ place }) => place.hidden),
  ]);
  const numbers = new Map(stored);
  return rows.map(({ row }) => numbers.get(row.id) ?? 0);
}

/** What a plain row gets that is stored. */
export function storedAt(row: MessageRow, place: LogPlace, number: number): AppendResult {
  const [kind, then] = [row.kind ?? "text", []];
  return { status: "stored", place, number, kind, attachments: [], replyTo: null, then };
}

function columnsOf(rows: readonly MessageRow[]) {
  return [
    rows.map(({ ticketId }) => ticketId),
    rows.map(({ senderId }) => senderId),
    rows.map(({ audience }) => audience),
    rows.map(({ id }) => id),
    rows.map(({ kind }) => kind ?? "text"),
    rows.map(({ text }) => text),
    rows.map(({ clientId }) => clientId),
    rows.map(({ fingerprint }) => fingerprint),
    rows.map(({ at }) => at),
  ] as const;
}
