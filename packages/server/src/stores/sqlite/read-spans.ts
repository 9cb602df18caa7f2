import type { Audience, ReadRow } from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";

/** Writes what people have read: spans that do not overlap, and the place up to which all is read. */
export class ReadSpans {
  readonly #readTo: Statement;
  readonly #advance: Statement;
  readonly #overlapping: Statement;
  readonly #insert: Statement;

  constructor(database: Connection) {
    this.#readTo = database.prepare(
      "select read_to from readers where ticket_id = ? and user_id = ? and audience = ?",
    );
    this.#advance = database.prepare(
      `insert into readers (ticket_id, user_id, audience, read_to) values (?, ?, ?, ?)
       on conflict do update set read_to = max(read_to, excluded.read_to)`,
    );
    this.#overlapping = database.prepare(
      `select from_seq, to_seq from receipts
       where ticket_id = ?1 and user_id = ?2 and audience = ?3 and to_seq > ?4 and from_seq < ?5
         and from_seq >= coalesce((
           select max(from_seq) from receipts
           where ticket_id = ?1 and user_id = ?2 and audience = ?3 and from_seq <= ?4
         ), 0)
       order by from_seq`,
    );
    this.#insert = database.prepare(
      `insert into receipts (ticket_id, user_id, audience, from_seq, to_seq, at, place)
       values (?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** The place up to which all that the audience may see is read. */
  readTo(ticketId: number, userId: number, audience: Audience): number {
    return Number(this.#readTo.all([ticketId, userId, audience])[0]?.[0] ?? 0);
  }

  advance({ ticketId, by }: ReadRow, audience: Audience, readTo: number): void {
    this.#advance.run([ticketId, by, audience, readTo]);
  }

  /** What lies after one seq up to another is read, as of the event at `place`; what has been before stays as it is. */
  add(row: ReadRow, from: number, to: number, place: number): void {
    const { ticketId, by, audience, at } = row;
    // Receipts are looked for by their readers.
    this.advance(row, audience, 0);
    let done = from;
    for (const [first, last] of this.#overlapping.all([ticketId, by, audience, from, to])) {
      if (Number(first) > done) this.#insert.run([ticketId, by, audience, done, Number(first), at, place]);
      done = Math.max(done, Number(last));
    }
    if (done < to) this.#insert.run([ticketId, by, audience, done, to, at, place]);
  }
}
