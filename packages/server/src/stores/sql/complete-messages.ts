import type { Attachment, Message, Person, Reaction, ReplyTo } from "@ticketwire/core";
import type { FirstRead } from "./first-reads.js";
import type { PackedMessage } from "./packed-message.js";

/** A reaction as it is read. The number orders reactions. */
export type PackedReaction = readonly [number: number, message: number, emoji: string, userId: number];

/** What is read of a message that another one replies to. */
export type PackedReply = readonly [number: number, id: string, deletedAt: number | null];

/** What hangs on messages. The reactions come oldest first. */
export interface Hangings {
  readonly files: ReadonlyMap<number, readonly Attachment[]>;
  readonly replies: readonly PackedReply[];
  readonly reactions: readonly PackedReaction[];
  readonly reads: ReadonlyMap<number, readonly FirstRead[]>;
}

/** The numbers of those messages that have files, reactions or a message they reply to. */
export function hangingOn(rows: readonly PackedMessage[]): {
  readonly withFiles: readonly number[];
  readonly withReactions: readonly number[];
  readonly repliedTo: readonly number[];
} {
  return {
    withFiles: numbersOf(rows, ([, , , , , , , , , , , , , , , files]) => files > 0),
    withReactions: numbersOf(rows, ([, , , , , , , , , , , , , , , , reactions]) => reactions > 0),
    repliedTo: [...new Set(rows.flatMap(([, , , , , , , , , , , , , , replyTo]) => replyTo ?? []))],
  };
}

/** The ids of everybody that messages show. */
export function peopleShown(
  rows: readonly PackedMessage[],
  { reactions, reads }: Hangings,
): readonly number[] {
  return [
    ...rows.map(([, , , , , senderId]) => senderId),
    ...reactions.map(([, , , userId]) => userId),
    ...[...reads.values()].flatMap((own) => own.map(({ userId }) => userId)),
  ];
}

/** The messages, in the order of the rows. */
export function completed(
  rows: readonly PackedMessage[],
  { files, replies, reactions, reads }: Hangings,
  people: ReadonlyMap<number, Person>,
): readonly Message[] {
  const reactionsTo = grouped(reactions, people);
  const repliesTo = new Map<number, ReplyTo>(
    replies.map(([number, id, deletedAt]) => [number, { id, number, isDeleted: deletedAt !== null }]),
  );
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
      replyTo: replyTo === null ? null : (repliesTo.get(replyTo) ?? null),
      reactions: reactionsTo.get(number) ?? [],
      readBy,
    };
  });
}

/** Somebody a row points at, so that they must be there. */
function personIn(people: ReadonlyMap<number, Person>, id: number): Person {
  const person = people.get(id);
  if (!person) throw new Error(`a row names user ${id}, who is not there`);
  return person;
}

/** Reactions as a message shows them: by emoji, in the order in which each was first used. */
function grouped(
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

function numbersOf(rows: readonly PackedMessage[], has: (row: PackedMessage) => boolean): readonly number[] {
  return rows.filter(has).map(([number]) => number);
}
