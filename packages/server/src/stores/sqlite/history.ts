import type { MessagePage, MessageQuery } from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import type { Connection, Statement } from "./connection.js";
import type { Cursors } from "./cursors.js";
import type { Logs } from "./log.js";
import type { Messages } from "./messages.js";
import { packed } from "./packed.js";
import type { Value } from "./storable.js";

/** What is shown of a ticket: its id, the seqs between which it lies, for whom, and whether deleted messages are too. */
type Shown = readonly [ticketId: number, after: number, before: number, audience: string, deleted: 0 | 1];

const SHOWN = `from message_places
  where ticket_id = ?1 and seq > ?2 and seq < ?3 and audience in ('public', ?4) and (?5 = 1 or deleted_at is null)`;

/** Reads pages of messages. A page costs the same in a table of any size; only `skip` is walked over. */
export class History {
  readonly #older;
  readonly #newer;
  readonly #any: Statement;
  readonly #count: Statement;

  constructor(
    database: Connection,
    private readonly logs: Logs,
    private readonly cursors: Cursors,
    private readonly messages: Messages,
  ) {
    const page = (order: "asc" | "desc"): ((values: readonly Value[]) => PackedMessage[]) =>
      packed<PackedMessage>(
        database,
        MESSAGE_COLUMNS,
        `from (select message ${SHOWN} order by seq ${order} limit ?6 offset ?7) p
         cross join messages m on m.number = p.message`,
      );
    this.#older = page("desc");
    this.#newer = page("asc");
    this.#any = database.prepare(`select exists (select 1 ${SHOWN})`);
    this.#count = database.prepare(`select count(*) ${SHOWN}`);
  }

  /** Throws `not_found` for a ticket, `invalid` for a cursor that is not there for the reader. */
  read(query: MessageQuery): MessagePage {
    const { ticketId, audience, limit, skip, before, after, within } = query;
    const end = this.logs.end(ticketId);
    const first = within?.from.seq ?? 0;
    const last = Math.min(within?.to?.seq ?? end.seq, end.seq) + 1;
    const between = (low: number, high: number): Shown => [
      ticketId,
      Math.max(first, low),
      Math.min(last, high),
      audience,
      query.deleted ? 1 : 0,
    ];
    const from = after ? this.cursors.seqOf(after, "after", query) : 0;
    const to = before ? this.cursors.seqOf(before, "before", query) : last;
    // One more than asked for tells whether there are more.
    const read = after ? this.#newer : this.#older;
    const rows = read([...between(from, to), limit + 1, skip]).sort(([, , , a], [, , , b]) => a - b);
    const hasMore = rows.length > limit;
    if (hasMore) rows.splice(after ? limit : 0, 1);
    const total = within
      ? Number(this.#count.all(between(0, last))[0]?.[0])
      : end.total[audience] - (query.deleted ? 0 : end.deleted[audience]);
    const oldest = rows[0]?.[3];
    const newest = rows.at(-1)?.[3];
    return {
      messages: this.messages.complete(rows),
      total,
      // Around a page without messages lies all there is, on the side it was read from.
      hasOlder: !after ? hasMore : oldest === undefined ? total > 0 : this.#isAny(between(0, oldest)),
      hasNewer: after
        ? hasMore
        : newest === undefined
          ? total > 0
          : (before !== undefined || skip > 0) && this.#isAny(between(newest, last)),
      head: { seq: end.seq, hidden: end.hidden },
    };
  }

  #isAny(shown: Shown): boolean {
    return this.#any.all(shown)[0]?.[0] === 1;
  }
}
