import type { UnreadQuery } from "@ticketwire/core";
import { type Connection, statement } from "./connection.js";

/**
 * Whether somebody among `who` has read the message `m` at its place `l`: for each of them the last span that begins
 * before it tells, since the spans of one reader do not overlap.
 */
export function isReadBy(who: string): string {
  return `exists (
    select 1 from readers p join users u on u.id = p.user_id
    where p.ticket_id = l.ticket_id and ${who} and (l.audience = 'public' or p.audience = 'internal') and (
      select r.to_seq from receipts r
      where r.ticket_id = p.ticket_id and r.user_id = p.user_id and r.audience = p.audience and r.from_seq < l.seq
      order by r.from_seq desc limit 1
    ) >= l.seq
  )`;
}

/** What an audience may see up to somebody's mark is read by them, so that it is not looked at. */
function counting(reader: string, others: string): string {
  return `select count(*) from (select 1 from message_places l join messages m on m.number = l.message
    where l.ticket_id = $1::bigint and l.audience in ('public', $2) and l.seq <= $4::bigint
      and l.seq > greatest($3::bigint, coalesce((
        select max(p.read_to) from readers p join users u on u.id = p.user_id
        where p.ticket_id = $1::bigint and p.audience = $2 and ${reader}
      ), 0))
      and l.deleted_at is null and ${others} and not ${isReadBy(reader)} limit $6::bigint) counted`;
}

const BY_PERSON = statement(counting("p.user_id = $5::bigint", "m.sender_id <> $5::bigint"));
const BY_SIDE = statement(
  counting(
    "(u.role = 'customer') = $5::boolean",
    "m.kind <> 'system' and (select (s.role = 'customer') <> $5::boolean from users s where s.id = m.sender_id)",
  ),
);

/** See `Store.unread`. */
export async function countUnread(connection: Connection, query: UnreadQuery): Promise<number> {
  const { ticketId, audience, by, within, atMost = null } = query;
  const span = [ticketId, audience, within?.from.seq ?? 0, within?.to?.seq ?? Number.MAX_SAFE_INTEGER];
  const [[count] = [0]] = await ("personId" in by
    ? connection.rows<[number]>(BY_PERSON, [...span, by.personId, atMost])
    : connection.rows<[number]>(BY_SIDE, [...span, by.side === "customer", atMost]));
  return count;
}
