import type { Audience, TicketEvent } from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";
import { type End, nextPlace } from "./ends.js";
import { eventFrom, type Recorded } from "./logged-event.js";
import type { Messages } from "./messages.js";
import type { Sessions } from "./sessions.js";

/** Something that has happened on a ticket, and is stored but for its place in the log. */
export interface Happened<T extends keyof Recorded> {
  readonly type: T;
  readonly ticketId: number;
  readonly audience: Audience;
  readonly by: number;
  /** ms since 1970. */
  readonly at: number;
  readonly message?: number;
  readonly data: Recorded[T];
}

/** Puts what has happened at the end of a ticket's log. */
export class Recorder {
  readonly #insert: Statement;

  constructor(
    database: Connection,
    private readonly messages: Messages,
    private readonly sessions: Sessions,
  ) {
    this.#insert = database.prepare(
      `insert into events (ticket_id, seq, hidden, type, audience, at, by_id, message, data)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** The event as everybody hears it: what it is about must be written already. */
  record<T extends keyof Recorded>(end: End, happened: Happened<T>): TicketEvent {
    const { type, ticketId, audience, by, at, message } = happened;
    const { seq, hidden } = nextPlace(end, audience);
    const data = happened.data === null ? null : JSON.stringify(happened.data);
    this.#insert.run([ticketId, seq, hidden, type, audience, at, by, message ?? null, data]);
    end.seq = seq;
    end.hidden = hidden;
    return eventFrom([seq, hidden, type, audience, at, by, data], {
      ticketId,
      by: this.messages.people.byId([by]).get(by) ?? null,
      message: message === undefined ? undefined : this.messages.now(message),
      sessions: this.sessions,
    });
  }
}
