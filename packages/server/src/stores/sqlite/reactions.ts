import type { Person, Reaction } from "@ticketwire/core";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";
import { personIn } from "./people.js";

/** A reaction as it is read. The number orders reactions. */
export type PackedReaction = readonly [number: number, message: number, emoji: string, userId: number];

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

/** Reactions as a message shows them: by emoji, in the order in which each was first used. */
export function grouped(
  rows: readonly PackedReaction[],
  people: ReadonlyMap<number, Person>,
): ReadonlyMap<number, readonly Reaction[]> {
  const byMessage = new Map<number, Map<string, Person[]>>();
  for (const [, message, emoji, userId] of rows) {
    const emojis = byMessage.get(message) ?? new Map<string, Person[]>();
    byMessage.set(message, emojis);
    const by = emojis.get(emoji) ?? [];
    emojis.set(emoji, by);
    by.push(personIn(people, userId));
  }
  return new Map(
    [...byMessage].map(([message, emojis]) => [message, [...emojis].map(([emoji, by]) => ({ emoji, by }))]),
  );
}
