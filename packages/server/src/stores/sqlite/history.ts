import {
  type Audience,
  ChatError,
  type MessageKey,
  type MessagePage,
  type MessageQuery,
  maySee,
} from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";
import type { Logs } from "./log.js";
import { MESSAGE_COLUMNS, type Messages, type PackedMessage } from "./messages.js";
import { packed } from "./packed.js";

type Direction = "older" | "newer";

/** Reads pages of messages. A page costs the same in a table of any size; only `skip` is walked over. */
export class History {
  readonly #pages: Readonly<Record<Direction, (values: readonly (string | number)[]) => PackedMessage[]>>;
  readonly #byId: Statement;
  readonly #byNumber: Statement;

  constructor(
    database: Connection,
    private readonly logs: Logs,
    private readonly messages: Messages,
  ) {
    const page = (
      compare: string,
      order: string,
    ): ((values: readonly (string | number)[]) => PackedMessage[]) =>
      packed<PackedMessage>(
        database,
        MESSAGE_COLUMNS,
        `from (
          select message from events
          where ticket_id = ? and seq ${compare} ? and message is not null and audience in ('public', ?)
          order by seq ${order} limit ? offset ?
        ) e join messages m on m.number = e.message`,
      );
    this.#pages = { older: page("<", "desc"), newer: page(">", "asc") };
    this.#byId = database.prepare("select ticket_id, seq, audience from messages where id = ?");
    this.#byNumber = database.prepare("select ticket_id, seq, audience from messages where number = ?");
  }

  /** Throws `not_found` for a ticket, `invalid` for a cursor that is not there for the reader. */
  read(query: MessageQuery): MessagePage {
    const { audience, limit, skip, before, after } = query;
    const { seq, hidden, total: totals } = this.logs.end(query.ticketId);
    const total = totals[audience];
    const direction = after ? "newer" : "older";
    const from = after
      ? this.#seqOf(after, "after", query)
      : before
        ? this.#seqOf(before, "before", query)
        : seq + 1;
    // One more than asked for tells whether there are more.
    const rows = this.#pages[direction]([query.ticketId, from, audience, limit + 1, skip]);
    rows.sort(([, , , a], [, , , b]) => a - b);
    const hasMore = rows.length > limit;
    if (hasMore) rows.splice(direction === "older" ? 0 : limit, 1);
    return {
      messages: this.messages.complete(rows),
      total,
      hasOlder: direction === "older" ? hasMore : true,
      hasNewer: direction === "newer" ? hasMore : before !== undefined || (skip > 0 && total > 0),
      head: { seq, hidden },
    };
  }

  #seqOf(key: MessageKey, field: "before" | "after", { ticketId, audience }: MessageQuery): number {
    const [row] = "id" in key ? this.#byId.all([key.id]) : this.#byNumber.all([key.number]);
    // SPEC: internal is internal. A note is to a public reader what a message that never was is.
    if (row && row[0] === ticketId && maySee(audience, row[2] as Audience)) return Number(row[1]);
    const name = "id" in key ? key.id : key.number;
    throw new ChatError("invalid", `${field} is ${name}, expected a message of this ticket`, { field });
  }
}
