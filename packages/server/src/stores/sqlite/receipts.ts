import { type Audience, maySee } from "@ticketwire/core";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";
import type { PackedMessage } from "./packed-message.js";

/** Who has first read a message, and when. */
export interface FirstRead {
  readonly userId: number;
  readonly at: number;
  /** The seq of the event that told it: clocks may stand still, or differ. */
  readonly place: number;
}

type PackedReceipt = readonly [
  ticketId: number,
  userId: number,
  audience: Audience,
  from: number,
  to: number,
  at: number,
  place: number,
];

/** Messages this close in the log are looked up as one span. */
const SPAN_GAP = 256;

/** Reads who has read messages. */
export class Receipts {
  readonly #overlapping;

  constructor(database: Connection) {
    // The spans of one reader do not overlap, so those that reach into a stretch begin in it, but for at most one:
    // the last that begins before.
    this.#overlapping = packed<PackedReceipt>(
      database,
      ["r.ticket_id", "r.user_id", "r.audience", "r.from_seq", "r.to_seq", "r.at", "r.place"],
      `from json_each(?) span
       cross join readers p on p.ticket_id = span.value ->> 0
       cross join receipts r on r.ticket_id = p.ticket_id and r.user_id = p.user_id and r.audience = p.audience
         and r.from_seq < span.value ->> 2 and r.from_seq >= coalesce((
           select max(x.from_seq) from receipts x
           where x.ticket_id = p.ticket_id and x.user_id = p.user_id and x.audience = p.audience
             and x.from_seq < span.value ->> 1
         ), 0)
       where r.to_seq >= span.value ->> 1`,
    );
  }

  /** First reads by message, in the order of reading. One query, however many messages. */
  of(messages: readonly PackedMessage[]): ReadonlyMap<number, readonly FirstRead[]> {
    if (messages.length === 0) return new Map();
    const sorted = [...messages].sort(
      ([, , ticketA, seqA], [, , ticketB, seqB]) => ticketA - ticketB || seqA - seqB,
    );
    const found = new Map<number, Map<number, FirstRead>>();
    for (const [ticketId, userId, audience, from, to, at, place] of this.#overlapping([
      JSON.stringify(spansOf(sorted)),
    ])) {
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
}

/** Stretches of logs in which all of these messages are: ticket, first and last seq. */
function spansOf(sorted: readonly PackedMessage[]): readonly (readonly [number, number, number])[] {
  const spans: [number, number, number][] = [];
  for (const [, , ticketId, seq] of sorted) {
    const last = spans.at(-1);
    if (last && last[0] === ticketId && seq - last[2] <= SPAN_GAP) last[2] = seq;
    else spans.push([ticketId, seq, seq]);
  }
  return spans;
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
