import type { TicketEvent } from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import { eventFrom, type Happened, type Recorded } from "../sql/logged-event.js";
import { type Connection, statement } from "./connection.js";
import { messageNow } from "./messages.js";
import { peopleById } from "./people.js";
import { sessionsThen } from "./sessions.js";

const INSERT = statement(
  `insert into events (ticket_id, seq, hidden, type, audience, at, by_id, message, data)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/**
 * Puts what has happened at the end of a ticket's log, and gives the event as everybody hears it: what it is about
 * must be written already.
 */
export async function record<T extends keyof Recorded>(
  connection: Connection,
  end: End,
  happened: Happened<T>,
): Promise<TicketEvent> {
  const { type, ticketId, audience, by, at, message } = happened;
  const { seq, hidden } = nextPlace(end, audience);
  const data = happened.data === null ? null : JSON.stringify(happened.data);
  await connection.run(INSERT, [ticketId, seq, hidden, type, audience, at, by, message ?? null, data]);
  end.seq = seq;
  end.hidden = hidden;
  const [people, shown, sessions] = await Promise.all([
    peopleById(connection, [by]),
    message === undefined ? undefined : messageNow(connection, message),
    sessionsThen(connection, isOfSession(happened) ? [happened.data] : []),
  ]);
  const pointed = { ticketId, by: people.get(by) ?? null, message: shown, sessions };
  return eventFrom([seq, hidden, type, audience, at, by, data], pointed);
}

function isOfSession(happened: Happened<keyof Recorded>): happened is Happened<"session.changed"> {
  return happened.type === "session.changed";
}
