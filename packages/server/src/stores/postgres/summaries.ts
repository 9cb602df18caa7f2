import {
  ANSWER_WITHIN_MESSAGES,
  MAX_COUNTED_UNREAD,
  type SummaryQuery,
  type TicketSummary,
} from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { IS_ANSWER, IS_QUESTION } from "../sql/waiting.js";
import { type Connection, statement } from "./connection.js";
import { completeMessages } from "./messages.js";
import { countUnread } from "./unread.js";

const SAID =
  "message_places l where l.ticket_id = t.ticket_id and l.audience = 'public' and l.deleted_at is null";
const RECENT = `(select l.seq, l.message from ${SAID} order by l.seq desc limit ${ANSWER_WITHIN_MESSAGES}) w`;
const LAST = statement(
  `select ${MESSAGE_COLUMNS.join(", ")}
   from unnest($1::bigint[], $2::text[]) as t (ticket_id, audience)
   cross join lateral (
     select l.message from message_places l
     where l.ticket_id = t.ticket_id and l.audience in ('public', t.audience) and l.deleted_at is null
     order by l.seq desc limit 1
   ) l
   join messages m on m.number = l.message`,
);
const WAITING = statement(
  `select t.ticket_id, (
     select m.created_at from message_places l
     join messages m on m.number = l.message join users u on u.id = m.sender_id
     where l.ticket_id = t.ticket_id and l.audience = 'public' and l.deleted_at is null
       and l.seq > a.seq and ${IS_QUESTION}
     order by l.seq limit 1
   )
   from unnest($1::bigint[]) as t (ticket_id)
   cross join lateral (select coalesce(
     (select w.seq from ${RECENT} join messages m on m.number = w.message join users u on u.id = m.sender_id
      where ${IS_ANSWER} order by w.seq desc limit 1),
     (select min(w.seq) - 1 from ${RECENT}),
     0
   ) as seq) a`,
);

/** See `Store.summaries`. Costs the same however long the tickets are. */
export async function readSummaries(
  connection: Connection,
  queries: readonly SummaryQuery[],
): Promise<readonly TicketSummary[]> {
  const ids = queries.map(({ ticketId }) => ticketId);
  const [last, waiting, unread] = await Promise.all([
    connection.rows<PackedMessage>(LAST, [ids, queries.map(({ audience }) => audience)]),
    connection.rows<[ticketId: number, since: number | null]>(WAITING, [ids]),
    Promise.all(
      queries.map(({ personId, ...rest }) =>
        countUnread(connection, { ...rest, by: { personId }, atMost: MAX_COUNTED_UNREAD }),
      ),
    ),
  ]);
  const messages = new Map(
    (await completeMessages(connection, last)).map((message) => [message.ticketId, message]),
  );
  const since = new Map(waiting);
  return queries.map(({ ticketId }, index) => ({
    unread: unread[index] ?? 0,
    lastMessage: messages.get(ticketId) ?? null,
    waitingSince: since.get(ticketId) ?? null,
  }));
}
