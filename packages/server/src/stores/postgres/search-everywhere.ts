import type { EverywhereQuery, MessagesFound } from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { folded, foundIn, MESSAGES_A_LOOK, patternOf } from "../sql/search-text.js";
import { type Connection, statement } from "./connection.js";
import { completeMessages } from "./messages.js";

// The limit is on what is walked over, not on what is found there.
const ALL = `from (
  select m.number from messages m where m.number < $1::bigint order by m.number desc limit ${MESSAGES_A_LOOK}
) l`;
const OWN = `from (
  select l.message as number from message_places l
  where l.ticket_id in (select ticket_id from ticket_people where user_id = $2::bigint) and l.message < $1::bigint
  order by l.message desc limit ${MESSAGES_A_LOOK}
) l`;
const found = (walked: string, audience: string, pattern: string): string =>
  `select ${MESSAGE_COLUMNS.join(", ")} ${walked} join messages m on m.number = l.number
   where m.audience in ('public', ${audience}) and m.deleted_at is null
     and (upper(m.text collate "C") like ${pattern} escape '\\' or octet_length(m.text) <> length(m.text))
   order by m.number desc`;
const FOUND_IN_ALL = statement(found(ALL, "$2", "$3"));
const FOUND_IN_OWN = statement(found(OWN, "$3", "$4"));
const EDGE_OF_ALL = statement(`select count(*), min(number) ${ALL}`);
const EDGE_OF_OWN = statement(`select count(*), min(number) ${OWN}`);

/** One step of a search over all tickets, or over those a person is on; `next` is before which number to go on. */
export async function lookEverywhere(connection: Connection, query: EverywhereQuery): Promise<MessagesFound> {
  const { personId, audience, text, before } = query;
  const from = [before ?? Number.MAX_SAFE_INTEGER, ...(personId === null ? [] : [personId])];
  const [rows, [[seen, bottom] = [0, null]]] = await Promise.all([
    connection.rows<PackedMessage>(personId === null ? FOUND_IN_ALL : FOUND_IN_OWN, [
      ...from,
      audience,
      patternOf(folded(text)),
    ]),
    connection.rows<[seen: number, bottom: number | null]>(
      personId === null ? EDGE_OF_ALL : EDGE_OF_OWN,
      from,
    ),
  ]);
  const { shown, next } = foundIn({ rows, seen, bottom }, query);
  return { messages: await completeMessages(connection, shown), next };
}
