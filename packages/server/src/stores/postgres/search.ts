import type { Message, SearchQuery } from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { folded, MESSAGES_A_STEP, patternOf } from "../sql/search-text.js";
import { type Connection, statement } from "./connection.js";
import { cursorSeq } from "./cursors.js";
import { logEnd } from "./log.js";
import { completeMessages } from "./messages.js";

/** What one step of a search has found, and before which seq to go on; null when all has been looked at. */
export interface SearchStep {
  readonly found: readonly Message[];
  readonly next: number | null;
}

// The limit is on what is walked over, not on what is found there.
const WALKED = `from (
  select * from message_places where ticket_id = $1 and seq > $2 and seq < $3
  order by seq desc limit ${MESSAGES_A_STEP}
) l`;
// Of the case of what is beyond ASCII databases know little, and each something else: such texts are compared here.
const STEP = statement(
  `select ${MESSAGE_COLUMNS.join(", ")} ${WALKED} join messages m on m.number = l.message
   where l.audience in ('public', $4) and l.deleted_at is null
     and (upper(m.text collate "C") like $5 escape '\\' or octet_length(m.text) <> length(m.text))
   order by m.seq desc`,
);
const BOTTOM = statement(`select count(*), min(seq) ${WALKED}`);

/** Looks through some of a ticket's messages, from the newest back. Throws as `readPage` does. */
export async function searchStep(
  connection: Connection,
  query: SearchQuery,
  from: number | null,
): Promise<SearchStep> {
  const { ticketId, audience, limit, within } = query;
  const [end, cursor] = await Promise.all([
    logEnd(connection, ticketId),
    query.before ? cursorSeq(connection, query.before, "before", query) : undefined,
  ]);
  const top = from ?? Math.min(cursor ?? end.seq + 1, (within?.to?.seq ?? end.seq) + 1);
  const walked = [ticketId, within?.from.seq ?? 0, top];
  const wanted = folded(query.text);
  const [rows, [[seen, bottom] = [0, null]]] = await Promise.all([
    connection.rows<PackedMessage>(STEP, [...walked, audience, patternOf(wanted)]),
    connection.rows<[seen: number, bottom: number | null]>(BOTTOM, walked),
  ]);
  const found = rows.filter(([, , , , , , , , text]) => folded(text).includes(wanted)).slice(0, limit);
  return {
    found: await completeMessages(connection, found),
    next: found.length === limit || seen < MESSAGES_A_STEP ? null : bottom,
  };
}
