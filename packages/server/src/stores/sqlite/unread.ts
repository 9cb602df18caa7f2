import type { UnreadQuery } from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";

/**
 * Whether somebody among `who` has read the message `m` at its place `l`: for each of them the last span that begins
 * before it tells, since the spans of one reader do not overlap.
 */
export function isReadBy(who: string): string {
  return `exists (
    select 1 from readers p cross join users u on u.id = p.user_id
    where p.ticket_id = l.ticket_id and ${who} and (l.audience = 'public' or p.audience = 'internal') and (
      select r.to_seq from receipts r
      where r.ticket_id = p.ticket_id and r.user_id = p.user_id and r.audience = p.audience and r.from_seq < l.seq
      order by r.from_seq desc limit 1
    ) >= l.seq
  )`;
}

/** Counts what is unread. What lies before the place up to which all is read is not looked at. */
export class Unread {
  readonly #byPerson: Statement;
  readonly #bySide: Statement;

  constructor(database: Connection) {
    // What an audience may see up to somebody's mark is read by them.
    const count = (reader: string, others: string): Statement =>
      database.prepare(
        `select count(*) from (select 1 from message_places l cross join messages m on m.number = l.message
         where l.ticket_id = ?1 and l.audience in ('public', ?2) and l.seq <= ?4
           and l.seq > max(?3, coalesce((
             select max(p.read_to) from readers p cross join users u on u.id = p.user_id
             where p.ticket_id = ?1 and p.audience = ?2 and ${reader}
           ), 0))
           and l.deleted_at is null and ${others} and not ${isReadBy(reader)} limit ?6)`,
      );
    this.#byPerson = count("p.user_id = ?5", "m.sender_id <> ?5");
    this.#bySide = count(
      "(u.role = 'customer') = ?5",
      "m.kind <> 'system' and (select (s.role = 'customer') <> ?5 from users s where s.id = m.sender_id)",
    );
  }

  /** See `Store.unread`. */
  count({ ticketId, audience, by, within, atMost = -1 }: UnreadQuery): number {
    const span = [ticketId, audience, within?.from.seq ?? 0, within?.to?.seq ?? Number.MAX_SAFE_INTEGER];
    const [row] =
      "personId" in by
        ? this.#byPerson.all([...span, by.personId, atMost])
        : this.#bySide.all([...span, by.side === "customer" ? 1 : 0, atMost]);
    return Number(row?.[0]);
  }
}
