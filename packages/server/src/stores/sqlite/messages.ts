import type { Message, MessageKey } from "@ticketwire/core";
import { completed, hangingOn, type PackedReply, peopleShown } from "../sql/complete-messages.js";
import { MESSAGE_COLUMNS, type PackedMessage } from "../sql/packed-message.js";
import type { Connection } from "./connection.js";
import { Files } from "./files.js";
import { packed } from "./packed.js";
import { People } from "./people.js";
import { Reactions } from "./reactions.js";
import { Receipts } from "./receipts.js";

/**
 * Completes messages with their senders and readers and, where there are any, with files, reactions and what they
 * reply to. As many queries for many messages as for one.
 */
export class Messages {
  readonly people: People;
  readonly #receipts;
  readonly #files;
  readonly #reactions;
  readonly #replies;
  readonly #byId;
  readonly #byNumber;

  constructor(database: Connection) {
    this.people = new People(database);
    this.#receipts = new Receipts(database);
    this.#files = new Files(database);
    this.#reactions = new Reactions(database);
    this.#replies = packed<PackedReply>(
      database,
      ["number", "id", "deleted_at"],
      "from messages where number in (select value from json_each(?))",
    );
    this.#byId = packed<PackedMessage>(database, MESSAGE_COLUMNS, "from messages m where id = ?");
    this.#byNumber = packed<PackedMessage>(database, MESSAGE_COLUMNS, "from messages m where number = ?");
  }

  /** See `Store.message`. */
  find(key: MessageKey): Message | null {
    const [message] = this.complete("id" in key ? this.#byId([key.id]) : this.#byNumber([key.number]));
    return message ?? null;
  }

  /** A message that must be there, as it is now. */
  now(number: number): Message {
    const message = this.find({ number });
    if (!message) throw new Error(`message ${number} is not there`);
    return message;
  }

  /** The messages, in the order of the rows. */
  complete(rows: readonly PackedMessage[]): readonly Message[] {
    const { withFiles, withReactions, repliedTo } = hangingOn(rows);
    const hangings = {
      files: this.#files.of(withFiles),
      replies: repliedTo.length === 0 ? [] : this.#replies([JSON.stringify(repliedTo)]),
      reactions: this.#reactions.to(withReactions),
      reads: this.#receipts.of(rows),
    };
    return completed(rows, hangings, this.people.byId(peopleShown(rows, hangings)));
  }
}
