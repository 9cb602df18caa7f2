import type { Audience, LogPlace, SessionStatus } from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";

/** Where a ticket's log ends while a batch is being written, and what its rows must know besides. */
export interface End {
  seq: number;
  hidden: number;
  /** How many messages there are, and how many of them are deleted, by audience. */
  readonly messages: Record<Audience, number>;
  readonly deleted: Record<Audience, number>;
  /** The number of the open session. */
  session: number | null;
  status: SessionStatus | null;
}

/** Reads and writes the ends of logs: each once a batch. */
export class Ends {
  readonly #read: Statement;
  readonly #write: Statement;

  constructor(database: Connection) {
    this.#read = database.prepare(
      `select ticket_id, seq, hidden, public_messages, internal_messages, public_deleted, internal_deleted,
         session, session_status
       from logs where ticket_id in (select value from json_each(?))`,
    );
    this.#write = database.prepare(
      `update logs set seq = ?, hidden = ?, public_messages = ?, internal_messages = ?, public_deleted = ?,
         internal_deleted = ?, session = ?, session_status = ?
       where ticket_id = ?`,
    );
  }

  /** The ends of these tickets' logs; tickets that are not there are left out. */
  of(ticketIds: ReadonlySet<number>): ReadonlyMap<number, End> {
    return new Map(
      this.#read.all([JSON.stringify([...ticketIds])]).map((row) => {
        const [ticketId = 0, seq = 0, hidden = 0, open = 0, internal = 0, openGone = 0, internalGone = 0] =
          row.slice(0, 7).map(Number);
        const [session, status] = row.slice(7) as [number | null, SessionStatus | null];
        return [
          ticketId,
          {
            seq,
            hidden,
            messages: { public: open, internal },
            deleted: { public: openGone, internal: internalGone },
            session,
            status,
          },
        ];
      }),
    );
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

/** Where the next event of an audience stands. */
export function nextPlace(end: End, audience: Audience): LogPlace {
  return { seq: end.seq + 1, hidden: end.hidden + (audience === "internal" ? 1 : 0) };
}

/** Makes an end what another is. */
export function restore(end: End, { messages, deleted, ...rest }: End): void {
  Object.assign(end.messages, messages);
  Object.assign(end.deleted, deleted);
  Object.assign(end, rest);
}
