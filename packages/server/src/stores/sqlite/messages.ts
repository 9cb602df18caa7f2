import type { Message, MessageKey, ReplyTo } from "@ticketwire/core";
import type { Connection } from "./connection.js";
import { Files } from "./files.js";
import { packed } from "./packed.js";
import { MESSAGE_COLUMNS, type PackedMessage, unpacked } from "./packed-message.js";
import { People, personIn } from "./people.js";
import { grouped, Reactions } from "./reactions.js";
import { Receipts } from "./receipts.js";

type PackedReply = readonly [number: number, id: string, deletedAt: number | null];

/** A message's row, and what it points at by number. */
interface Pointing {
  readonly row: PackedMessage;
  readonly number: number;
  readonly ticketId: number;
  readonly seq: number;
  readonly audience: Message["audience"];
  readonly senderId: number;
  readonly replyTo: number | null;
  readonly files: number;
  readonly reactions: number;
}

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
    const messages = rows.map(pointing);
    const files = this.#files.of(messages.filter(({ files }) => files > 0).map(({ number }) => number));
    const replies = this.#repliesOf(messages);
    const reactions = this.#reactions.to(
      messages.filter(({ reactions }) => reactions > 0).map(({ number }) => number),
    );
    const reads = this.#receipts.of(messages);
    const people = this.people.byId([
      ...messages.map(({ senderId }) => senderId),
      ...reactions.map(([, , , userId]) => userId),
      ...[...reads.values()].flatMap((own) => own.map(({ userId }) => userId)),
    ]);
    const reactionsTo = grouped(reactions, people);
    return messages.map(({ row, number, senderId, replyTo }) => ({
      ...unpacked(row),
      sender: personIn(people, senderId),
      attachments: files.get(number) ?? [],
      replyTo: replyTo === null ? null : (replies.get(replyTo) ?? null),
      reactions: reactionsTo.get(number) ?? [],
      readBy: (reads.get(number) ?? []).map(({ userId, at }) => ({ person: personIn(people, userId), at })),
    }));
  }

  #repliesOf(messages: readonly Pointing[]): ReadonlyMap<number, ReplyTo> {
    const numbers = new Set(messages.flatMap(({ replyTo }) => replyTo ?? []));
    const rows = numbers.size === 0 ? [] : this.#replies([JSON.stringify([...numbers])]);
    return new Map(
      rows.map(([number, id, deletedAt]) => [number, { id, number, isDeleted: deletedAt !== null }]),
    );
  }
}

function pointing(row: PackedMessage): Pointing {
  const [number, , ticketId, seq, , senderId, , audience] = row;
  const [replyTo, files, reactions] = row.slice(-3) as [number | null, number, number];
  return { row, number, ticketId, seq, audience, senderId, replyTo, files, reactions };
}
