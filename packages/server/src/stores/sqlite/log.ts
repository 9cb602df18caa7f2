import {
  type Audience,
  ChatError,
  type LogPlace,
  type LogQuery,
  type LogStretch,
  type Store,
  type TicketEvent,
} from "@ticketwire/core";
import { eventFrom, type PackedEvent } from "../sql/logged-event.js";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import type { Connection, Statement } from "./connection.js";
import type { Messages } from "./messages.js";
import { packed } from "./packed.js";
import type { Sessions } from "./sessions.js";

/** Where a ticket's log ends, how many messages it holds for each audience, and how many of them are deleted. */
export interface LogEnd extends LogPlace {
  readonly total: Readonly<Record<Audience, number>>;
  readonly deleted: Readonly<Record<Audience, number>>;
}

/** Reads stretches of tickets' logs. */
export class Logs {
  readonly #end: Statement;
  readonly #stretch;
  readonly #heads: Statement;
  readonly #sessionChanges: Statement;

  constructor(
    database: Connection,
    private readonly messages: Messages,
    private readonly sessions: Sessions,
  ) {
    this.#end = database.prepare(
      `select seq, hidden, public_messages, internal_messages, public_deleted, internal_deleted
       from logs where ticket_id = ?`,
    );
    // The public seq of an event is never above its seq, so the first condition finds where to begin.
    const missed = "ticket_id = ?1 and seq > ?2 and seq - ?3 * hidden > ?2 and audience in ('public', ?4)";
    // Both halves come in the order of the log, so that merging them ends at the limit.
    this.#stretch = packed<readonly [...PackedEvent, ...PackedMessage]>(
      database,
      [
        ...["e.seq", "e.hidden", "e.type", "e.audience", "coalesce(e.at, m.created_at)", "e.by_id", "e.data"],
        ...MESSAGE_COLUMNS,
      ],
      `from (
        select seq, hidden, 'message.posted' as type, audience, null as at, null as by_id, null as data, message
        from message_places where ${missed}
        union all
        select seq, hidden, type, audience, at, by_id, data, message from events where ${missed}
        order by seq limit ?5
      ) e left join messages m on m.number = e.message`,
    );
    this.#heads = database.prepare(
      `select l.ticket_id, l.seq from json_each(?) known cross join logs l on l.ticket_id = cast(known.key as integer)
       where l.seq > known.value`,
    );
    this.#sessionChanges = database.prepare(
      `select ticket_id, seq from events where type = 'session.changed' and at >= ?
       order by at desc, ticket_id desc, seq desc limit 1000`,
    );
  }

  /** Throws `not_found` for a ticket that is not there. */
  end(ticketId: number): LogEnd {
    const [row] = this.#end.all([ticketId]);
    if (!row) throw new ChatError("not_found", `no ticket with id ${ticketId}`, { field: "ticket" });
    const [seq = 0, hidden = 0, open = 0, internal = 0, openDeleted = 0, internalDeleted = 0] =
      row.map(Number);
    return {
      seq,
      hidden,
      total: { public: open, internal: open + internal },
      deleted: { public: openDeleted, internal: openDeleted + internalDeleted },
    };
  }

  read({ ticketId, audience, after, limit }: LogQuery): LogStretch {
    const { seq, hidden } = this.end(ticketId);
    const rows = this.#stretch([ticketId, after, audience === "public" ? 1 : 0, audience, limit]);
    rows.sort(([a], [b]) => a - b);
    const about = rows.map(messageIn).filter((row) => row[0] !== null);
    const messages = new Map(this.messages.complete(about).map((message) => [message.number, message]));
    const authors = this.messages.people.byId(rows.flatMap(([, , , , , byId]) => byId ?? []));
    const events = rows.map((row): TicketEvent => {
      const [seq, hidden, type, audience, at, byId, data] = row;
      return eventFrom([seq, hidden, type, audience, at, byId, data], {
        ticketId,
        by: byId === null ? null : (authors.get(byId) ?? null),
        message: messages.get(messageIn(row)[0]),
        sessions: this.sessions,
      });
    });
    return { events, head: { seq, hidden } };
  }

  /** See `Store.heads`. What has not moved is left out here, where it costs least: of 100 000 tickets few have. */
  heads(ticketIds: Float64Array, beyond: Float64Array | undefined): ReadonlyMap<number, number> {
    const known = Array.from(ticketIds, (ticketId, index) => `"${ticketId}":${beyond?.[index] ?? -1}`);
    const rows = this.#heads.all([`{${known.join()}}`]);
    return new Map(rows.map(([ticketId, seq]) => [Number(ticketId), Number(seq)]));
  }

  /** See `Store.sessionChangesSince`. */
  sessionChangesSince(since: number): Awaited<ReturnType<Store["sessionChangesSince"]>> {
    const rows = this.#sessionChanges.all([since]);
    return rows.map(([ticketId, seq]) => ({ ticketId: Number(ticketId), seq: Number(seq) })).reverse();
  }
}

function messageIn(row: readonly [...PackedEvent, ...PackedMessage]): PackedMessage {
  const [, , , , , , , ...message] = row;
  return message;
}
