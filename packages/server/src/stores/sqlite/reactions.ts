import type { PackedReaction } from "../sql/complete-messages.js";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";

/** Reads the reactions to messages. */
export class Reactions {
  readonly #reactions;

  constructor(database: Connection) {
    this.#reactions = packed<PackedReaction>(
      database,
      ["number", "message", "emoji", "user_id"],
      "from reactions where message in (select value from json_each(?))",
    );
  }

  /** Oldest first; one query, and none for no messages. */
  to(numbers: readonly number[]): readonly PackedReaction[] {
    if (numbers.length === 0) return [];
    return this.#reactions([JSON.stringify(numbers)]).sort(([a], [b]) => a - b);
  }
}
