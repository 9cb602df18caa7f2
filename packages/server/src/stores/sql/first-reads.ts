import { type Audience, maySee } from "@ticketwire/core";
import type { PackedMessage } from "./packed-message.js";

/** Who has first read a message, and when. */
export interface FirstRead {
  readonly userId: number;
  readonly at: number;
  /** The seq of the event that told it: clocks may stand still, or differ. */
  readonly place: number;
}

/** A receipt as it is read. */
export type PackedReceipt = readonly [
  ticketId: number,
  userId: number,
  audience: Audience,
  from: number,
  to: number,
  at: number,
  place: number,
];

/** A stretch of a ticket's log: its first and last seq. */
export type Stretch = readonly [ticketId: number, first: number, last: number];

/** Messages this close in the log are looked up as one stretch. */
const STRETCH_GAP = 256;

/** Stretches of logs in which all of these messages are. */
export function stretchesOf(messages: readonly PackedMessage[]): readonly Stretch[] {
  const stretches: [number, number, number][] = [];
  for (const [, , ticketId, seq] of inLogOrder(messages)) {
    const last = stretches.at(-1);
    if (last && last[0] === ticketId && seq - last[2] <= STRETCH_GAP) last[2] = seq;
    else stretches.push([ticketId, seq, seq]);
  }
  return stretches;
}

/** First reads by message, in the order of reading, from the receipts that reach into the messages' stretches. */
export function firstReads(
  messages: readonly PackedMessage[],
  receipts: readonly PackedReceipt[],
): ReadonlyMap<number, readonly FirstRead[]> {
  const sorted = inLogOrder(messages);
  const found = new Map<number, Map<number, FirstRead>>();
  for (const [ticketId, userId, audience, from, to, at, place] of receipts) {
    for (const message of within(sorted, ticketId, from, to)) {
      const [number, , , , , senderId, , meant] = message;
      const deletedPlace = message.at(-1) as number | null;
      if (senderId === userId || !maySee(audience, meant)) continue;
      // What is left of a deleted message is not there to be read.
      if (deletedPlace !== null && place > deletedPlace) continue;
      const reads = found.get(number) ?? new Map<number, FirstRead>();
      found.set(number, reads);
      const known = reads.get(userId);
      if (!known || place < known.place) reads.set(userId, { userId, at, place });
    }
  }
  return new Map([...found].map(([number, reads]) => [number, [...reads.values()].sort(inOrder)]));
}

function inLogOrder(messages: readonly PackedMessage[]): readonly PackedMessage[] {
  return [...messages].sort(([, , ticketA, seqA], [, , ticketB, seqB]) => ticketA - ticketB || seqA - seqB);
}

/** Those of the sorted messages that stand on a ticket after one seq up to another. */
function within(
  sorted: readonly PackedMessage[],
  ticketId: number,
  from: number,
  to: number,
): readonly PackedMessage[] {
  return sorted.slice(countUpTo(sorted, ticketId, from), countUpTo(sorted, ticketId, to));
}

/** How many of the sorted messages stand before or at a place. */
function countUpTo(sorted: readonly PackedMessage[], ticketId: number, seq: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const [, , itsTicketId = 0, itsSeq = 0] = sorted[middle] ?? [];
    if (itsTicketId < ticketId || (itsTicketId === ticketId && itsSeq <= seq)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inOrder(a: FirstRead, b: FirstRead): number {
  return a.place - b.place || a.userId - b.userId;
}
