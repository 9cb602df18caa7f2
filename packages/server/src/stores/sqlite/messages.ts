import type { Message, MessageKey, ReplyTo } from "@ticketwire/core";
import type { Connection } from "./connection.js";
import { Files } from "./files.js";
import { packed } from "./packed.js";
import { MESSAGE_COLUMNS, type PackedMessage } from "./packed-message.js";
import { People, personIn } from "./people.js";
import { grouped, Reactions } from "./reactions.js";
import { Receipts } from "./receipts.js";

type PackedReply = readonly [number: number, id: string, deletedAt: number | null];

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
    const files = this.#files.of(numbersOf(rows, ([, , , , , , , , , , , , , , , files]) => files > 0));
    const replies = this.#repliesOf(rows);
    const reactions = this.#reactions.to(
      numbersOf(rows, ([, , , , , , , , , , , , , , , , reactions]) => reactions > 0),
    );
    const reads = this.#receipts.of(rows);
    const people = this.people.byId([
      ...rows.map(([, , , , , senderId]) => senderId),
      ...reactions.map(([, , , userId]) => userId),
      ...[...reads.values()].flatMap((own) => own.map(({ userId }) => userId)),
    ]);
    const reactionsTo = grouped(reactions, people);
    return rows.map((row) => {
      const [number, id, ticketId, seq, hidden, senderId, kind, audience, text, clientId] = row;
      const [, , , , , , , , , , createdAt, updatedAt, editedAt, deletedAt, replyTo] = row;
      const readBy = (reads.get(number) ?? []).map(({ userId, at }) => ({
        person: personIn(people, userId),
        at,
      }));
      return {
        id,
        number,
        ticketId,
        seq,
        hidden,
        sender: personIn(people, senderId),
        kind,
        audience,
        text,
        attachments: files.get(number) ?? [],
        clientId,
        createdAt,
        updatedAt,
        editedAt,
        deletedAt,
        replyTo: replyTo === null ? null : (replies.get(replyTo) ?? null),
        reactions: reactionsTo.get(number) ?? [],
        readBy,
      };
    });
  }

  #repliesOf(rows: readonly PackedMessage[]): ReadonlyMap<number, ReplyTo> {
    const numbers = new Set(rows.flatMap(([, , , , , , , , , , , , , , replyTo]) => replyTo ?? []));
    const found = numbers.size === 0 ? [] : this.#replies([JSON.stringify([...numbers])]);
    return new Map(
      found.map(([number, id, deletedAt]) => [number, { id, number, isDeleted: deletedAt !== null }]),
    );
  }
}

function numbersOf(rows: readonly PackedMessage[], has: (row: PackedMessage) => boolean): readonly number[] {
  return rows.filter(has).map(([number]) => number);
}
