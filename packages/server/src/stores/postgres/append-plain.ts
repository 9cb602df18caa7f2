import type { AppendResult, AppendRow, LogPlace, MessageRow } from "@ticketwire/core";
import { isStorableText } from "../sql/storable.js";
import { batchByTicket } from "./batch-by-ticket.js";
import { bigints, texts } from "./binary-array.js";
import { type Connection, statement } from "./connection.js";

// The element of an array at the place of the ticket in $1, which is sorted.
const ofTicket = (array: string) => `(${array}::bigint[])[width_bucket(ticket_id, $1::bigint[])]`;
const isOpen = (session: string, reopens: string) =>
  `(${session} is null or ${session} is not distinct from logs.session)
     and not (${reopens} = 1 and logs.session_status is not distinct from 'resolved')`;

// One statement, which is a transaction of its own. It moves the logs' ends, which takes the tickets' locks in their order
// and sees each log as the last commit left it, and writes messages and log up to the new ends. What belongs to a ticket
// stands in an array at the ticket's place among the tickets. When a row is none that can be stored as it is, nothing is
// written: mostly that is seen before anything is; what comes in between, or breaks a rule of the schema, makes it fail.
const APPEND = statement(
  `with seen as materialized (
     select not exists (
       select from unnest($1::bigint[], $4::bigint[], $5::bigint[]) as t (id, session, reopens)
       where (t.session is not null or t.reopens = 1)
         and (select ${isOpen("t.session", "t.reopens")} from logs where ticket_id = t.id) is not true
     ) as fits
   ),
   ends as (
     update logs set seq = seq + ${ofTicket("$2")}, hidden = hidden + ${ofTicket("$3")},
       public_messages = public_messages + ${ofTicket("$2")} - ${ofTicket("$3")},
       internal_messages = internal_messages + ${ofTicket("$3")}
     where ticket_id = any($1::bigint[]) and (select fits from seen)
     returning ticket_id, seq, hidden, ${isOpen(ofTicket("$4"), ofTicket("$5"))} as is_open
   ),
   moved as materialized (
     select array_agg(seq order by ticket_id) as seqs, array_agg(hidden order by ticket_id) as hiddens,
       count(*) filter (where is_open) = cardinality($1::bigint[])
         and not exists (
           select from unnest($6::bigint[]) as s (id) where (select u.id from users u where u.id = s.id) is null
         ) as fits
     from ends
   ),
   stored as (
     insert into messages (id, ticket_id, seq, hidden, sender_id, kind, audience, text, files, client_id, fingerprint,
       created_at, updated_at)
     select id, ($1::bigint[])[ticket], (select seqs from moved)[ticket] - followed_by,
       (select hiddens from moved)[ticket] - followed_by_internal, sender_id, kind, audience, text, 0, client_id,
       fingerprint, at, at
     from (
       select unnest($7::bigint[]) as ticket, unnest($8::bigint[]) as followed_by,
         unnest($9::bigint[]) as followed_by_internal, unnest($10::bigint[]) as sender_id,
         unnest($11::text[]) as audience, unnest($12::text[]) as id, unnest($13::text[]) as kind,
         unnest($14::text[]) as text, unnest($15::text[]) as client_id, unnest($16::text[]) as fingerprint,
         unnest($17::bigint[]) as at
     ) r
     where case when (select fits from seen) then 1 / (case when (select fits from moved) then 1 else 0 end) = 1
       else false end
     returning number, ticket_id, seq, hidden, audience
   ),
   logged as (
     insert into message_places (ticket_id, seq, hidden, audience, message)
     select ticket_id, seq, hidden, audience, number from stored
   )
   select array_to_string(seqs, ','), array_to_string(hiddens, ','),
     (select string_agg(number::text, ',' order by number) from stored)
   from moved`,
);

// For rows that have their places already, in a transaction that has their tickets' locks.
const INSERT = statement(
  `with stored as (
     insert into messages (id, ticket_id, seq, hidden, sender_id, kind, audience, text, files, client_id, fingerprint,
       created_at, updated_at)
     select id, ticket_id, seq, hidden, sender_id, kind, audience, text, 0, client_id, fingerprint, at, at
     from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::text[], $10::text[], $11::bigint[]) with ordinality
       as r (ticket_id, seq, hidden, sender_id, audience, id, kind, text, client_id, fingerprint, at, n)
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
    Number.isSafeInteger(row.at) &&
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

/** Stores a whole batch at once. Undefined, and nothing stored, when a row does more than that; throws what broke a rule. */
export async function appendPlain(
  connection: Connection,
  rows: readonly MessageRow[],
): Promise<readonly AppendResult[] | undefined> {
  const batch = batchByTicket(rows);
  if (!batch) return undefined;
  const { tickets, places } = batch;
  const [stored] = await connection.rows<
    [seqs: string, hiddens: string, numbers: string] | [null, null, null]
  >(APPEND, [
    bigints(tickets.map(({ id }) => id)),
    bigints(tickets.map(({ messages }) => messages)),
    bigints(tickets.map(({ internal }) => internal)),
    bigints(tickets.map(({ session }) => session)),
    bigints(tickets.map(({ reopens }) => (reopens ? 1 : 0))),
    bigints([...new Set(rows.map(({ senderId }) => senderId))]),
    bigints(places.map(({ ticket }) => ticket)),
    bigints(places.map(({ followedBy }) => followedBy)),
    bigints(places.map(({ followedByInternal }) => followedByInternal)),
    ...columnsOf(rows),
  ]);
  if (!stored || stored[0] === null) return undefined;
  const [seqs = [], hiddens = [], numbers = []] = stored.map(integersIn);
  return rows.map((row, index) => {
    const { ticket = 0, followedBy = 0, followedByInternal = 0 } = places[index] ?? {};
    const place = {
      seq: (seqs[ticket - 1] ?? 0) - followedBy,
      hidden: (hiddens[ticket - 1] ?? 0) - followedByInternal,
    };
    return storedAt(row, place, numbers[index] ?? 0);
  });
}

/** Inserts rows at these places, and gives their numbers. */
export async function insertPlaced(
  connection: Connection,
  rows: readonly { readonly row: MessageRow; readonly place: LogPlace }[],
): Promise<readonly number[]> {
  const stored = await connection.rows<[id: string, number: number]>(INSERT, [
    bigints(rows.map(({ row }) => row.ticketId)),
    bigints(rows.map(({ place }) => place.seq)),
    bigints(rows.map(({ place }) => place.hidden)),
    ...columnsOf(rows.map(({ row }) => row)),
  ]);
  const numbers = new Map(stored);
  return rows.map(({ row }) => numbers.get(row.id) ?? 0);
}

/** What a plain row gets that is stored. */
export function storedAt(row: MessageRow, place: LogPlace, number: number): AppendResult {
  const [kind, then] = [row.kind ?? "text", []];
  return { status: "stored", place, number, kind, attachments: [], replyTo: null, then };
}

function columnsOf(rows: readonly MessageRow[]): readonly Buffer[] {
  return [
    bigints(rows.map(({ senderId }) => senderId)),
    texts(rows.map(({ audience }) => audience)),
    texts(rows.map(({ id }) => id)),
    texts(rows.map(({ kind }) => kind ?? "text")),
    texts(rows.map(({ text }) => text)),
    texts(rows.map(({ clientId }) => clientId)),
    texts(rows.map(({ fingerprint }) => fingerprint)),
    bigints(rows.map(({ at }) => at)),
  ];
}

function integersIn(list: string): readonly number[] {
  return list.split(",").map(Number);
}
