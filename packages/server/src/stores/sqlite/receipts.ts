import { type FirstRead, firstReads, type PackedReceipt, stretchesOf } from "../sql/first-reads.js";
import type { PackedMessage } from "../sql/packed-message.js";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";

/** Reads who has read messages. */
export class Receipts {
  readonly #overlapping;

  constructor(database: Connection) {
    // The spans of one reader do not overlap, so those that reach into a stretch begin in it, but for at most one:
    // the last that begins before.
    this.#overlapping = packed<PackedReceipt>(
      database,
      ["r.ticket_id", "r.user_id", "r.audience", "r.from_seq", "r.to_seq", "r.at", "r.place"],
      `from json_each(?) span
       cross join readers p on p.ticket_id = span.value ->> 0
       cross join receipts r on r.ticket_id = p.ticket_id and r.user_id = p.user_id and r.audience = p.audience
         and r.from_seq < span.value ->> 2 and r.from_seq >= coalesce((
           select max(x.from_seq) from receipts x
           where x.ticket_id = p.ticket_id and x.user_id = p.user_id and x.audience = p.audience
             and x.from_seq < span.value ->> 1
         ), 0)
       where r.to_seq >= span.value ->> 1`,
    );
  }

  /** First reads by message, in the order of reading. One query, however many messages. */
  of(messages: readonly PackedMessage[]): ReadonlyMap<number, readonly FirstRead[]> {
    if (messages.length === 0) return new Map();
    return firstReads(messages, this.#overlapping([JSON.stringify(stretchesOf(messages))]));
  }
}
