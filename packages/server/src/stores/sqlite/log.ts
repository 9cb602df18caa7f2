import {
  type Audience,
  ChatError,
  type LogPlace,
  type LogQuery,
  type LogStretch,
  type TicketEvent,
  type TicketField,
} from "@ticketwire/core";
import type { Connection, Statement } from "./connection.js";
import { MESSAGE_COLUMNS, type Messages, type PackedMessage } from "./messages.js";
import { packed } from "./packed.js";

/** Where a ticket's log ends, and how many messages it holds for each audience. */
export interface LogEnd extends LogPlace {
  readonly total: Readonly<Record<Audience, number>>;
}

type PackedEvent = readonly [
  seq: number,
  hidden: number,
  type: TicketEvent["type"],
  audience: Audience,
  at: number,
  byId: number | null,
  changed: string | null,
  ...PackedMessage,
];

/** Reads stretches of tickets' logs. */
export class Logs {
  readonly #end: Statement;
  readonly #stretch;
  readonly #heads: Statement;

  constructor(
    database: Connection,
    private readonly messages: Messages,
  ) {
    this.#end = database.prepare(
      "select seq, hidden, public_messages, internal_messages from logs where ticket_id = ?",
    );
    // The public seq of an event is never above its seq, so the first condition finds where to begin.
    this.#stretch = packed<PackedEvent>(
      database,
      ["e.seq", "e.hidden", "e.type", "e.audience", "e.at", "e.by_id", "e.data", ...MESSAGE_COLUMNS],
      `from (
        select * from events
        where ticket_id = ?1 and seq > ?2 and seq - ?3 * hidden > ?2 and audience in ('public', ?4)
        order by seq limit ?5
      ) e left join messages m on m.number = e.message`,
    );
    this.#heads = database.prepare(
      "select ticket_id, seq from logs where ticket_id in (select value from json_each(?))",
    );
  }

  /** Throws `not_found` for a ticket that is not there. */
  end(ticketId: number): LogEnd {
    const [row] = this.#end.all([ticketId]);
    if (!row) throw new ChatError("not_found", `no ticket with id ${ticketId}`, { field: "ticket" });
    const [seq = 0, hidden = 0, open = 0, internal = 0] = row.map(Number);
    return { seq, hidden, total: { public: open, internal: open + internal } };
  }

  read({ ticketId, audience, after, limit }: LogQuery): LogStretch {
    const { seq, hidden } = this.end(ticketId);
    const rows = this.#stretch([ticketId, after, audience === "public" ? 1 : 0, audience, limit]);
    rows.sort(([a], [b]) => a - b);
    const posted = this.messages.complete(
      rows.flatMap((row) => (row[2] === "message.posted" ? [messageOf(row)] : [])),
    );
    const authors = this.messages.people(rows.flatMap(([, , , , , byId]) => byId ?? []));
    let next = 0;
    const events = rows.map(([seq, hidden, type, audience, at, byId, data]): TicketEvent => {
      const fact = { ticketId, seq, hidden, audience, at };
      if (type === "ticket.updated") {
        const { changed } = JSON.parse(data ?? "") as { readonly changed: readonly TicketField[] };
        return { type, ...fact, by: authors.get(byId ?? 0) ?? null, changed };
      }
      const message = posted[next++];
      if (!message) throw new Error(`event ${seq} of ticket ${ticketId} has no message`);
      return { type, ...fact, message };
    });
    return { events, head: { seq, hidden } };
  }

  heads(ticketIds: readonly number[]): ReadonlyMap<number, number> {
    const rows = this.#heads.all([JSON.stringify(ticketIds)]);
    return new Map(rows.map(([ticketId, seq]) => [Number(ticketId), Number(seq)]));
  }
}

function messageOf(row: PackedEvent): PackedMessage {
  const [, , , , , , , ...message] = row;
  return message;
}
