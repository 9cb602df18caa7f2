import { END_COLUMNS, type End, endsFrom, type PackedEnd } from "../sql/end.js";
import type { Connection, Statement } from "./connection.js";

/** Reads and writes the ends of logs: each once a batch. */
export class Ends {
  readonly #read: Statement;
  readonly #write: Statement;

  constructor(database: Connection) {
    this.#read = database.prepare(
      `select ${END_COLUMNS.join(", ")} from logs where ticket_id in (select value from json_each(?))`,
    );
    this.#write = database.prepare(
      `update logs set seq = ?, hidden = ?, public_messages = ?, internal_messages = ?, public_deleted = ?,
         internal_deleted = ?, session = ?, session_status = ?
       where ticket_id = ?`,
    );
  }

  /** The ends of these tickets' logs; tickets that are not there are left out. */
  of(ticketIds: ReadonlySet<number>): ReadonlyMap<number, End> {
    const rows = this.#read.all([JSON.stringify([...ticketIds])]);
    return endsFrom(rows as unknown as readonly PackedEnd[]);
  }

  write(ticketId: number, { seq, hidden, messages, deleted, session, status }: End): void {
    this.#write.run([
      seq,
      hidden,
      messages.public,
      messages.internal,
      deleted.public,
      deleted.internal,
      session,
      status,
      ticketId,
    ]);
  }
}
