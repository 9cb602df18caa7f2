import {
  type AppendResult,
  AUDIENCES,
  type Audience,
  type LogPlace,
  type MessageRef,
  type MessagesRead,
  maySee,
  type ReadRow,
  seqFor,
  type TicketEvent,
} from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import { type Connection, statement } from "./connection.js";
import { addReadSpan, advanceReadTo, readTo } from "./read-spans.js";
import { record } from "./recorder.js";
import { isReadBy } from "./unread.js";

/** A message that has just been read for the first time by somebody. */
interface NewlyRead extends MessageRef {
  readonly seq: number;
  readonly audience: Audience;
}

/** A part of the log: what comes after one seq, up to another. */
interface Stretch {
  readonly after: number;
  readonly to: number;
}

const IS_UNREAD = `l.ticket_id = $1 and l.audience in ('public', $2) and l.seq > $4 and l.seq <= $5
  and l.deleted_at is null and m.sender_id <> $3 and not ${isReadBy("p.user_id = $3")}`;
const FIRST = statement(
  `select l.seq, l.hidden, l.audience = 'internal' from message_places l join messages m on m.number = l.message
   where ${IS_UNREAD} order by l.seq limit 1`,
);
const LISTED = statement(
  `select l.seq, l.audience, m.id, m.number
   from messages m join message_places l on l.ticket_id = m.ticket_id and l.seq = m.seq
   where m.number = any($6::bigint[]) and ${IS_UNREAD} order by l.seq`,
);

/** Puts down what somebody has read, and that they have into the log. */
export async function markRead(connection: Connection, row: ReadRow, end: End): Promise<AppendResult> {
  const events =
    row.messages === null
      ? await markAll(connection, row, end)
      : await markListed(connection, row, row.messages, end);
  if (events.length > 0) await advance(connection, row, end);
  return { status: "done", events, dropped: [] };
}

async function markAll(connection: Connection, row: ReadRow, end: End): Promise<readonly TicketEvent[]> {
  const { within, audience } = row;
  const head = { seq: end.seq, hidden: end.hidden };
  const to = within?.to && within.to.seq < head.seq ? within.to : head;
  const known = await readTo(connection, row, audience);
  const stretch = { after: Math.max(within?.from.seq ?? 0, known), to: to.seq };
  const first = await beforeFirstUnread(connection, row, audience, stretch);
  if (!first) return [];
  const open = audience === "public" ? first : await beforeFirstUnread(connection, row, "public", stretch);
  const place = nextPlace(end, open ? "public" : "internal").seq;
  await addReadSpan(connection, row, first.seq, to.seq, place);
  if (stretch.after === known) await readUpTo(connection, row, to.seq);
  const read = (audience: Audience, from: LogPlace, to: LogPlace): Promise<TicketEvent> =>
    recordRead(connection, row, end, audience, { kind: "range", covers: row.audience, from, to });
  if (!open) return [await read("internal", first, to)];
  // SPEC: internal is internal. A note that was read first must not move where the public event begins.
  const isSeen = seqFor("public", first) !== seqFor("public", open);
  if (!isSeen) return [await read("public", first, to)];
  return [await read("public", open, to), await read("internal", first, open)];
}

async function markListed(
  connection: Connection,
  row: ReadRow,
  numbers: readonly number[],
  end: End,
): Promise<readonly TicketEvent[]> {
  const stretch = { after: row.within?.from.seq ?? 0, to: row.within?.to?.seq ?? end.seq };
  const newly = await unreadAmong(connection, row, numbers, stretch);
  const events: TicketEvent[] = [];
  for (const audience of AUDIENCES) {
    const own = newly.filter((message) => message.audience === audience);
    if (own.length === 0) continue;
    const { seq: place } = nextPlace(end, audience);
    for (const { seq } of own) await addReadSpan(connection, row, seq - 1, seq, place);
    const messages = own.map(({ id, number }) => ({ id, number }));
    events.push(await recordRead(connection, row, end, audience, { kind: "list", messages }));
  }
  return events;
}

/** All that the reader may see is read up to here: who sees notes has read what is public too. */
async function readUpTo(connection: Connection, row: ReadRow, seq: number): Promise<void> {
  const read = AUDIENCES.filter((audience) => maySee(row.audience, audience));
  await Promise.all(read.map((audience) => advanceReadTo(connection, row, audience, seq)));
}

/** Moves the places up to which all is read, so that counting begins after them. */
async function advance(connection: Connection, row: ReadRow, { seq }: End): Promise<void> {
  // For notes too when they were not for this reader: what is not public may be all that is left to count.
  await Promise.all(
    AUDIENCES.map(async (audience) => {
      const after = await readTo(connection, row, audience);
      const first = await beforeFirstUnread(connection, row, audience, { after, to: seq });
      await advanceReadTo(connection, row, audience, first ? first.seq : seq);
    }),
  );
}

/** The place before the first message that is unread. */
async function beforeFirstUnread(
  connection: Connection,
  { ticketId, by }: ReadRow,
  audience: Audience,
  { after, to }: Stretch,
): Promise<LogPlace | undefined> {
  const [row] = await connection.rows<[seq: number, hidden: number, isNote: boolean]>(FIRST, [
    ticketId,
    audience,
    by,
    after,
    to,
  ]);
  if (!row) return undefined;
  const [seq, hidden, isNote] = row;
  return { seq: seq - 1, hidden: hidden - (isNote ? 1 : 0) };
}

/** Those of the messages that are unread, in the order of the log. */
async function unreadAmong(
  connection: Connection,
  { ticketId, audience, by }: ReadRow,
  numbers: readonly number[],
  { after, to }: Stretch,
): Promise<readonly NewlyRead[]> {
  const asked = [ticketId, audience, by, after, to, [...new Set(numbers)]] as const;
  const rows = await connection.rows<[seq: number, audience: Audience, id: string, number: number]>(
    LISTED,
    asked,
  );
  return rows.map(([seq, meant, id, number]) => ({ seq, audience: meant, id, number }));
}

function recordRead(
  connection: Connection,
  row: ReadRow,
  end: End,
  audience: Audience,
  what: MessagesRead["what"],
): Promise<TicketEvent> {
  const { ticketId, by, at } = row;
  return record(connection, end, { type: "messages.read", ticketId, audience, by, at, data: what });
}
