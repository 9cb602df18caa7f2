import type { TicketEvent } from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import { eventFrom, type Happened, type Recorded } from "../sql/logged-event.js";
import type { Connection, Statement } from "./connection.js";
import type { Messages } from "./messages.js";
import type { Sessions } from "./sessions.js";

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
