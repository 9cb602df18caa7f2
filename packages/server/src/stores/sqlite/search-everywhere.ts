import type { EverywhereQuery, MessagesFound } from "@ticketwire/core";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import { folded, foundIn, type Look, MESSAGES_A_LOOK, patternOf } from "../sql/search-text.js";
import type { Connection } from "./connection.js";
import type { Messages } from "./messages.js";
import { packed } from "./packed.js";
import { IS_FOREIGN } from "./search.js";
import type { Value } from "./storable.js";

/** Looks through the messages of all tickets, or of those a person is on, from the newest back, in steps. */
export class SearchEverywhere {
  readonly #all;
  readonly #own;

  constructor(
    database: Connection,
    private readonly messages: Messages,
  ) {
    // The limit is on what is walked over, not on what is found there.
    const all = `from messages m where m.number < ?1 order by m.number desc limit ${MESSAGES_A_LOOK}`;
    const own = `from message_places l where l.ticket_id in (
        select ticket_id from ticket_people where user_id = ?2
      ) and l.message < ?1 order by l.message desc limit ${MESSAGES_A_LOOK}`;
    this.#all = this.#look(database, `select m.number ${all}`);
    this.#own = this.#look(database, `select l.message as number ${own}`);
  }

  /** One step; `next` is before which number to go on. */
  step(query: EverywhereQuery): MessagesFound {
    const { personId, audience, text, before } = query;
    const look = personId === null ? this.#all : this.#own;
    const from = before ?? Number.MAX_SAFE_INTEGER;
    const walkedBy = personId === null ? [from] : [from, personId];
    const { shown, next } = foundIn(
      look([from, personId, audience, patternOf(folded(text))], walkedBy),
      query,
    );
    return { messages: this.messages.complete(shown), next };
  }

  #look(database: Connection, walked: string) {
    const read = packed<PackedMessage>(
      database,
      MESSAGE_COLUMNS,
      `from (${walked}) l cross join messages m on m.number = l.number
       where m.audience in ('public', ?3) and m.deleted_at is null
         and (m.text like ?4 escape '\\' or ${IS_FOREIGN})`,
    );
    const edge = database.prepare(`select count(*), min(number) from (${walked})`);
    return (values: readonly Value[], walkedBy: readonly Value[]): Look => {
      const [seen = 0, bottom = null] = edge.all(walkedBy)[0] ?? [];
      const rows = read(values).sort(([a], [b]) => b - a);
      return { rows, seen: Number(seen), bottom: bottom === null ? null : Number(bottom) };
    };
  }
}
