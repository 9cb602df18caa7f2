import type { Message, SearchQuery } from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { folded, MESSAGES_A_STEP, patternOf } from "../sql/search-text.js";
import type { Connection } from "./connection.js";
import type { Cursors } from "./cursors.js";
import type { Logs } from "./log.js";
import type { Messages } from "./messages.js";
import { packed } from "./packed.js";

/** What one step of a search has found, and before which seq to go on; null when all has been looked at. */
export interface SearchStep {
  readonly found: readonly Message[];
  readonly next: number | null;
}

/** Whether a text has characters beyond ASCII, of whose case SQLite knows nothing. */
export const IS_FOREIGN = "length(m.text) <> length(cast(m.text as blob))";

/** Looks through a ticket's messages, from the newest back, in steps. */
export class Search {
  readonly #step;
  readonly #bottom;

  constructor(
    database: Connection,
    private readonly logs: Logs,
    private readonly cursors: Cursors,
    private readonly messages: Messages,
  ) {
    // The limit is on what is walked over, not on what is found there.
    const walked = `from (
      select * from message_places where ticket_id = ?1 and seq > ?2 and seq < ?3
      order by seq desc limit ${MESSAGES_A_STEP}
    ) l`;
    this.#step = packed<PackedMessage>(
      database,
      MESSAGE_COLUMNS,
      `${walked} cross join messages m on m.number = l.message
       where l.audience in ('public', ?4) and l.deleted_at is null
         and (m.text like ?5 escape '\\' or ${IS_FOREIGN})`,
    );
    this.#bottom = database.prepare(`select count(*), min(seq) ${walked}`);
  }

  /** Throws `not_found` for a ticket, `invalid` for a cursor that is not there for the reader. */
  step(query: SearchQuery, from: number | null): SearchStep {
    const { ticketId, audience, limit, within } = query;
    const end = this.logs.end(ticketId);
    const cursor = query.before ? this.cursors.seqOf(query.before, "before", query) : end.seq + 1;
    const top = from ?? Math.min(cursor, (within?.to?.seq ?? end.seq) + 1);
    const walked = [ticketId, within?.from.seq ?? 0, top];
    const wanted = folded(query.text);
    const rows = this.#step([...walked, audience, patternOf(wanted)])
      .filter(([, , , , , , , , text]) => folded(text).includes(wanted))
      .sort(([, , , a], [, , , b]) => b - a)
      .slice(0, limit);
    const [seen = 0, bottom = 0] = this.#bottom.all(walked)[0]?.map(Number) ?? [];
    return {
      found: this.messages.complete(rows),
      next: rows.length === limit || seen < MESSAGES_A_STEP ? null : bottom,
    };
  }
}
