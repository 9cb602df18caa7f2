import { type Audience, maySee } from "@ticketwire/core";
import type { Connection } from "./connection.js";
import { packed } from "./packed.js";

/** Who has first read a message, and when. */
export interface FirstRead {
  readonly userId: number;
  readonly at: number;
  /** The seq of the event that told it: puts in order what happened in one millisecond. */
  readonly place: number;
}

/** What counts of a message. */
interface Readable {
  readonly number: number;
  readonly ticketId: number;
  readonly seq: number;
  readonly audience: Audience;
  readonly senderId: number;
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
  of(messages: readonly Readable[]): ReadonlyMap<number, readonly FirstRead[]> {
    const found = new Map<number, Map<number, FirstRead>>();
    if (messages.length === 0) return new Map();
    const sorted = [...messages].sort((a, b) => a.ticketId - b.ticketId || a.seq - b.seq);
    for (const [ticketId, userId, audience, from, to, at, place] of this.#overlapping([
      JSON.stringify(spansOf(sorted)),
    ])) {
      for (let index = firstAfter(sorted, ticketId, from); index < sorted.length; index++) {
        const message = sorted[index];
        if (message?.ticketId !== ticketId || message.seq > to) break;
        if (message.senderId === userId || !maySee(audience, message.audience)) continue;
        const reads = found.get(message.number) ?? new Map<number, FirstRead>();
        found.set(message.number, reads);
        const read = { userId, at, place };
        const known = reads.get(userId);
        if (!known || inOrder(read, known) < 0) reads.set(userId, read);
      }
    }
    return new Map([...found].map(([number, reads]) => [number, [...reads.values()].sort(inOrder)]));
  }
}

/** Stretches of logs in which all of these messages are: ticket, first and last seq. */
function spansOf(sorted: readonly Readable[]): readonly (readonly [number, number, number])[] {
  const spans: [number, number, number][] = [];
  for (const { ticketId, seq } of sorted) {
    const last = spans.at(-1);
    if (last && last[0] === ticketId && seq - last[2] <= SPAN_GAP) last[2] = seq;
    else spans.push([ticketId, seq, seq]);
  }
  return spans;
}

/** Where the first message of the ticket after a seq is, or would be. */
function firstAfter(sorted: readonly Readable[], ticketId: number, seq: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const message = sorted[middle];
    const isBefore =
      message !== undefined &&
      (message.ticketId < ticketId || (message.ticketId === ticketId && message.seq <= seq));
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}

function inOrder(a: FirstRead, b: FirstRead): number {
  return a.at - b.at || a.place - b.place || a.userId - b.userId;
}
