import type { MessagePage, MessageQuery } from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { type Connection, statement } from "./connection.js";
import { cursorSeq } from "./cursors.js";
import { logEnd } from "./log.js";
import { completeMessages } from "./messages.js";

/** What is shown of a ticket: its id, the seqs between which it lies, for whom, and whether deleted messages are too. */
type Shown = readonly [ticketId: number, after: number, before: number, audience: string, deleted: boolean];

const SHOWN = `from message_places
  where ticket_id = $1 and seq > $2 and seq < $3 and audience in ('public', $4) and ($5::boolean or deleted_at is null)`;

function page(order: "asc" | "desc"): string {
  return `select ${MESSAGE_COLUMNS.join(", ")}
    from (select message ${SHOWN} order by seq ${order} limit $6 offset $7) p
    join messages m on m.number = p.message order by m.seq`;
}

const OLDER = statement(page("desc"));
const NEWER = statement(page("asc"));
const ANY = statement(`select exists (select 1 ${SHOWN})`);
const COUNT = statement(`select count(*) ${SHOWN}`);

/**
 * A page of messages, which costs the same in a table of any size; only `skip` is walked over. Throws `not_found` for a
 * ticket, `invalid` for a cursor that is not there for the reader.
 */
export async function readPage(connection: Connection, query: MessageQuery): Promise<MessagePage> {
  const { ticketId, audience, limit, skip, before, after, within } = query;
  const [end, from, cursor] = await Promise.all([
    logEnd(connection, ticketId),
    after ? cursorSeq(connection, after, "after", query) : 0,
    before ? cursorSeq(connection, before, "before", query) : undefined,
  ]);
  const first = within?.from.seq ?? 0;
  const last = Math.min(within?.to?.seq ?? end.seq, end.seq) + 1;
  const between = (low: number, high: number): Shown => [
    ticketId,
    Math.max(first, low),
    Math.min(last, high),
    audience,
    query.deleted,
  ];
  const isAny = async (low: number, high: number): Promise<boolean> => {
    const [row] = await connection.rows<[boolean]>(ANY, between(low, high));
    return row?.[0] === true;
  };
  // One more than asked for tells whether there are more.
  const [rows, [[count] = [0]]] = await Promise.all([
    connection.rows<PackedMessage>(after ? NEWER : OLDER, [
      ...between(from, cursor ?? last),
      limit + 1,
      skip,
    ]),
    within ? connection.rows<[number]>(COUNT, between(0, last)) : [],
  ]);
  const hasMore = rows.length > limit;
  if (hasMore) rows.splice(after ? limit : 0, 1);
  const total = within ? count : end.total[audience] - (query.deleted ? 0 : end.deleted[audience]);
  const oldest = rows[0]?.[3];
  const newest = rows.at(-1)?.[3];
  // Around a page without messages lies all there is, on the side it was read from.
  const [messages, hasOlder, hasNewer] = await Promise.all([
    completeMessages(connection, rows),
    !after ? hasMore : oldest === undefined ? total > 0 : isAny(0, oldest),
    after
      ? hasMore
      : newest === undefined
        ? total > 0
        : (before !== undefined || skip > 0) && isAny(newest, last),
  ]);
  return { messages, total, hasOlder, hasNewer, head: { seq: end.seq, hidden: end.hidden } };
}
