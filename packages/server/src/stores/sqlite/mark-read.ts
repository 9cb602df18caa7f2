import {
  type AppendResult,
  AUDIENCES,
  type Audience,
  type LogPlace,
  type MessageRef,
  type MessagesRead,
  type ReadRow,
  seqFor,
  type TicketEvent,
} from "@ticketwire/core";
import { type End, nextPlace } from "../sql/end.js";
import type { Connection, Statement } from "./connection.js";
import { ReadSpans } from "./read-spans.js";
import type { Recorder } from "./recorder.js";
import { isReadBy } from "./unread.js";

/** A message that has just been read for the first time by somebody. */
interface NewlyRead extends MessageRef {
  readonly seq: number;
  readonly audience: Audience;
}

/** A part of the log: what comes after one seq, up to another. */
interface Stretch {
  readonly after: number;
  readonly to: number;
}

/** Puts down what people have read, and that they have into the log. */
export class ReadMarker {
  readonly #spans: ReadSpans;
  readonly #first: Statement;
  readonly #listed: Statement;

  constructor(
    database: Connection,
    private readonly recorder: Recorder,
  ) {
    this.#spans = new ReadSpans(database);
    const isUnread = `l.ticket_id = ?1 and l.audience in ('public', ?2) and l.seq > ?4 and l.seq <= ?5
      and l.deleted_at is null and m.sender_id <> ?3 and not ${isReadBy("p.user_id = ?3")}`;
    this.#first = database.prepare(
      `select l.seq, l.hidden, l.audience = 'internal' from message_places l cross join messages m on m.number = l.message
       where ${isUnread} order by l.seq limit 1`,
    );
    this.#listed = database.prepare(
      `select l.seq, l.audience, m.id, m.number
       from json_each(?6) n
       cross join messages m on m.number = n.value
       cross join message_places l on l.ticket_id = m.ticket_id and l.seq = m.seq
       where ${isUnread}`,
    );
  }

  mark(row: ReadRow, end: End): AppendResult {
    const events = row.messages === null ? this.#markAll(row, end) : this.#markListed(row, row.messages, end);
    if (events.length > 0) this.#advance(row, end);
    return { status: "done", events, dropped: [] };
  }

  #markAll(row: ReadRow, end: End): readonly TicketEvent[] {
    const { within, audience } = row;
    const head = { seq: end.seq, hidden: end.hidden };
    const to = within?.to && within.to.seq < head.seq ? within.to : head;
    const readTo = this.#spans.readTo(row.ticketId, row.by, audience);
    const stretch = { after: Math.max(within?.from.seq ?? 0, readTo), to: to.seq };
    const first = this.#firstUnread(row, audience, stretch);
    if (!first) return [];
    const open = audience === "public" ? first : this.#firstUnread(row, "public", stretch);
    this.#spans.add(row, first.before.seq, to.seq, nextPlace(end, open ? "public" : "internal").seq);
    if (stretch.after === readTo) this.#readUpTo(row, to.seq);
    const read = (audience: Audience, from: LogPlace, to: LogPlace): TicketEvent =>
      this.#record(row, end, audience, { kind: "range", covers: row.audience, from, to });
    if (!open) return [read("internal", first.before, to)];
    // SPEC: internal is internal. A note that was read first must not move where the public event begins.
    const isSeen = seqFor("public", first.before) !== seqFor("public", open.before);
    return isSeen
      ? [read("public", open.before, to), read("internal", first.before, open.before)]
      : [read("public", first.before, to)];
  }

  #markListed(row: ReadRow, numbers: readonly number[], end: End): readonly TicketEvent[] {
    const stretch = { after: row.within?.from.seq ?? 0, to: row.within?.to?.seq ?? end.seq };
    const newly = this.#unreadAmong(row, numbers, stretch);
    const events: TicketEvent[] = [];
    for (const audience of AUDIENCES) {
      const own = newly.filter((message) => message.audience === audience);
      if (own.length === 0) continue;
      const { seq: place } = nextPlace(end, audience);
      for (const { seq } of own) this.#spans.add(row, seq - 1, seq, place);
      const messages = own.map(({ id, number }) => ({ id, number }));
      events.push(this.#record(row, end, audience, { kind: "list", messages }));
    }
    return events;
  }

  /** All that the reader may see is read up to here: who sees notes has read what is public too. */
  #readUpTo(row: ReadRow, seq: number): void {
    this.#spans.advance(row, "public", seq);
    if (row.audience === "internal") this.#spans.advance(row, "internal", seq);
  }

  /** Moves the places up to which all is read, so that counting begins after them. */
  #advance(row: ReadRow, { seq }: End): void {
    // For notes too when they were not for this reader: what is not public may be all that is left to count.
    for (const audience of AUDIENCES) {
      const readTo = this.#spans.readTo(row.ticketId, row.by, audience);
      const first = this.#firstUnread(row, audience, { after: readTo, to: seq });
      this.#spans.advance(row, audience, first ? first.before.seq : seq);
    }
  }

  /** The place before the first message that is unread. */
  #firstUnread(
    { ticketId, by }: ReadRow,
    audience: Audience,
    { after, to }: Stretch,
  ): { readonly before: LogPlace } | undefined {
    const [row] = this.#first.all([ticketId, audience, by, after, to]);
    if (!row) return undefined;
    const [seq = 0, hidden = 0, isNote = 0] = row.map(Number);
    return { before: { seq: seq - 1, hidden: hidden - isNote } };
  }

  /** Those of the messages that are unread, in the order of the log. */
  #unreadAmong(
    { ticketId, audience, by }: ReadRow,
    numbers: readonly number[],
    { after, to }: Stretch,
  ): readonly NewlyRead[] {
    const asked = JSON.stringify([...new Set(numbers)]);
    return this.#listed
      .all([ticketId, audience, by, after, to, asked])
      .map(([seq, meant, id, number]) => ({
        seq: Number(seq),
        audience: meant as Audience,
        id: String(id),
        number: Number(number),
      }))
      .sort((a, b) => a.seq - b.seq);
  }

  #record(row: ReadRow, end: End, audience: Audience, what: MessagesRead["what"]): TicketEvent {
    const { ticketId, by, at } = row;
    return this.recorder.record(end, { type: "messages.read", ticketId, audience, by, at, data: what });
  }
}
