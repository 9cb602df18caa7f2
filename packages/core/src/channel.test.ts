import {
  identityOf,
  NOON,
  Random,
  RecordingLanguage,
  RecordingListener,
  ticketOf,
  userOf,
} from "@ticketwire/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Audience, maySee } from "./audience.js";
import { Channel } from "./channel.js";
import { Connection } from "./connection.js";
import type { MessagePosted } from "./event.js";
import type { Seat } from "./seat.js";

const TICKET = ticketOf();
const language = (): RecordingLanguage => new RecordingLanguage("any", () => true, true);

/** The steps of a join, and the end of it. */
const STEPS = ["reserve", "read", "answer", "start", "leave"] as const;

/** The log of a ticket: the event of seq n is at n - 1. */
function logOf(audiences: readonly Audience[]): readonly MessagePosted[] {
  let hidden = 0;
  return audiences.map((audience, index) => {
    if (audience === "internal") hidden += 1;
    const place = { seq: index + 1, hidden };
    const message = {
      ...place,
      id: `m-${index}`,
      number: index + 1,
      ticketId: TICKET.id,
      sender: userOf(),
      kind: "text" as const,
      audience,
      text: `${index}`,
      attachments: [],
      clientId: null,
      createdAt: NOON,
      updatedAt: NOON,
      editedAt: null,
      deletedAt: null,
      replyTo: null,
      reactions: [],
      readBy: [],
    };
    return { type: "message.posted", ticketId: TICKET.id, ...place, audience, at: NOON, message };
  });
}

/** A reader of a channel, and where the log was when it read it. */
class Reader {
  readonly listener: RecordingListener;
  readonly connection: Connection;
  seat: Seat | undefined;
  /** How far the log was when it was read for the reply. */
  read: number | undefined;
  from: number | undefined;

  constructor(
    readonly audience: Audience,
    speaks: RecordingLanguage,
  ) {
    const user = userOf();
    this.listener = new RecordingListener(user.id);
    this.connection = new Connection(identityOf(user), speaks, this.listener);
  }

  get heard(): readonly number[] {
    return this.listener.heard.map(({ what }) => ("seq" in what ? what.seq : Number.NaN));
  }

  /** What a reader may hear of a log after `from` up to `to`. */
  due(log: readonly MessagePosted[], to: number): readonly number[] {
    const { from, audience } = this;
    if (from === undefined) return [];
    return log
      .filter(({ seq, audience: meant }) => seq > from && seq <= to && maySee(audience, meant))
      .map(({ seq }) => seq);
  }
}

describe("a channel", () => {
  it("[S3] tells every reader the log after its place, in order, each once, however events come in", () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.record({ do: fc.constant("offer" as const), which: fc.nat() }) },
        { weight: 3, arbitrary: fc.record({ do: fc.constant("commit" as const), which: fc.nat(3) }) },
        {
          weight: 4,
          arbitrary: fc.record({
            do: fc.constantFrom(...STEPS),
            which: fc.nat(3),
          }),
        },
      ),
      { maxLength: 80 },
    );
    const audiences = fc.array(fc.constantFrom<Audience>("public", "internal"), {
      minLength: 1,
      maxLength: 25,
    });
    fc.assert(
      fc.property(audiences, steps, fc.integer(), (meant, plan, seed) => {
        const log = logOf(meant);
        const speaks = language();
        const readers = (["public", "public", "internal", "internal"] as const).map(
          (audience) => new Reader(audience, speaks),
        );
        const channel = new Channel(TICKET, (failure) => {
          throw failure;
        });
        let stored = 0;
        for (const step of plan) {
          const reader = readers[step.which % readers.length] as Reader;
          if (step.do === "commit") stored = Math.min(log.length, stored + step.which);
          else if (step.do === "offer") offerOne(channel, log.slice(0, stored), step.which);
          else act(channel, reader, step.do, stored);
          // Whatever happens, nobody is told anything out of turn.
          for (const one of readers)
            expect(one.heard).toEqual(one.due(log, log.length).slice(0, one.heard.length));
        }
        const random = new Random(seed);
        for (const reader of readers) {
          act(channel, reader, "read", reader.read ?? stored);
          act(channel, reader, "answer", stored);
          act(channel, reader, "start", stored);
        }
        for (const event of [...log, ...log].sort(() => random.next() - 0.5)) channel.offer(event);
        for (const reader of readers) {
          if (reader.seat) expect(reader.heard).toEqual(reader.due(log, log.length));
        }
      }),
      { numRuns: 2000, interruptAfterTimeLimit: 10_000 },
    );
  });

  it("[S3] tells a reader whose reply is ahead of the channel nothing twice", () => {
    const log = logOf(["public", "public", "public"]);
    const { channel, first, second } = twoReaders();
    seat(channel, first, 0);
    seat(channel, second, 2);
    for (const event of log) channel.offer(event);
    expect(first.heard).toEqual([1, 2, 3]);
    expect(second.heard).toEqual([3]);
  });

  it("[S3] knows a gap by an event that came early, and by a reader who has been told more", () => {
    const [one, two] = logOf(["public", "public"]);
    const { channel, first, second } = twoReaders();
    seat(channel, first, 0);
    expect(channel.hasGap).toBe(false);
    channel.offer(two as MessagePosted);
    expect(channel.hasGap).toBe(true);
    channel.offer(one as MessagePosted);
    expect(channel.hasGap).toBe(false);
    seat(channel, second, 3);
    expect(channel.hasGap).toBe(true);
  });

  it("keeps what comes in while nobody knows where the log stands", () => {
    const log = logOf(["public", "public", "public", "public"]);
    const { channel, first } = twoReaders();
    first.seat = channel.reserve(first.connection, "public", null);
    for (const event of log) channel.offer(event);
    expect(first.heard).toEqual([]);
    first.from = 2;
    channel.answer(first.seat, 2);
    channel.start(first.seat);
    expect(first.heard).toEqual([3, 4]);
  });

  it("asks for each event's words once, however many hear it in one language", () => {
    const [event] = logOf(["public"]);
    const { channel, first, second, speaks } = twoReaders();
    seat(channel, first, 0);
    seat(channel, second, 0);
    channel.offer(event as MessagePosted);
    expect(speaks.groups.map(({ told, members }) => [told, members.size])).toEqual([[1, 2]]);
  });

  it("lets a reader leave while it is told, and does not take it back", () => {
    const log = logOf(["public", "public", "public"]);
    const { channel, first, second, speaks } = twoReaders();
    seat(channel, first, 0);
    first.listener.onTell = () => channel.release(first.connection);
    seat(channel, second, 1);
    second.listener.onTell = () => channel.release(second.connection);
    for (const event of log) channel.offer(event);
    expect(first.heard).toEqual([1]);
    expect(second.heard).toEqual([2]);
    expect(channel.seats.size).toBe(0);
    expect(speaks.occupied).toEqual([]);
  });

  it("[S3] lets a reader that drops while it catches up go for good", () => {
    const log = logOf(["public", "public"]);
    const { channel, first, second, speaks } = twoReaders();
    seat(channel, first, 0);
    second.seat = channel.reserve(second.connection, "public", null);
    for (const event of log) channel.offer(event);
    second.listener.onTell = () => channel.release(second.connection);
    channel.answer(second.seat, 0);
    channel.start(second.seat);
    expect(second.heard).toEqual([1]);
    expect(speaks.occupied.map(({ members }) => members.size)).toEqual([1]);
  });

  it("[S9] tells everybody else when a listener or a group throws", () => {
    const log = logOf(["public", "public"]);
    const failures: unknown[] = [];
    const channel = new Channel(TICKET, (failure) => failures.push(failure));
    const broken = language();
    const readers = [
      new Reader("public", broken),
      new Reader("public", new RecordingLanguage("other", () => true, true)),
    ];
    for (const reader of readers) seat(channel, reader, 0);
    const late = new Reader("public", language());
    seat(channel, late, 1);
    const boom = (): never => {
      throw new Error("listener is broken");
    };
    (readers[0] as Reader).listener.onTell = boom;
    late.listener.onTell = boom;
    for (const event of log) channel.offer(event);
    expect(readers[1]?.heard).toEqual([1, 2]);
    expect(failures.length).toBeGreaterThanOrEqual(2);
  });

  it("passes signals to who is answered or later, once, and not to their author", () => {
    const { channel, first, second } = twoReaders();
    const third = new Reader("public", language());
    seat(channel, first, 0);
    second.seat = channel.reserve(second.connection, "public", null);
    third.seat = channel.reserve(third.connection, "public", null);
    const signal = (at: number): void => {
      const person = first.connection.identity.user;
      channel.signal({ type: "typing.started", ticketId: TICKET.id, person, audience: "public", at });
    };
    signal(1);
    channel.answer(second.seat, 0);
    signal(2);
    channel.start(second.seat);
    signal(3);
    const times = (reader: Reader): readonly number[] => reader.listener.heard.map(({ what }) => what.at);
    expect(times(first)).toEqual([]);
    expect(times(second)).toEqual([2, 3]);
    expect(times(third)).toEqual([]);
  });

  it("[S6] passes an internal signal to staff only, whatever state their seat is in", () => {
    const readers = (["public", "internal"] as const).flatMap((audience) => [
      new Reader(audience, language()),
      new Reader(audience, language()),
    ]);
    const channel = new Channel(TICKET, () => {});
    readers.forEach((reader, index) => {
      if (index % 2 === 0) seat(channel, reader, 0);
      else channel.answer(channel.reserve(reader.connection, reader.audience, null), 0);
    });
    channel.signal({
      type: "typing.started",
      ticketId: TICKET.id,
      person: userOf(),
      audience: "internal",
      at: 1,
    });
    for (const reader of readers) {
      const held = channel.seats.get(reader.connection);
      if (held?.state.at === "answered") channel.start(held);
    }
    expect(readers.map(({ listener }) => listener.heard.length)).toEqual([0, 0, 1, 1]);
  });
});

function twoReaders(): { channel: Channel; first: Reader; second: Reader; speaks: RecordingLanguage } {
  const speaks = language();
  const channel = new Channel(TICKET, (failure) => {
    throw failure;
  });
  return { channel, first: new Reader("public", speaks), second: new Reader("public", speaks), speaks };
}

/** Seats a reader whose reply told it everything up to `from`. */
function seat(channel: Channel, reader: Reader, from: number): void {
  reader.seat = channel.reserve(reader.connection, reader.audience, null);
  reader.from = from;
  channel.answer(reader.seat, from);
  channel.start(reader.seat);
}

function offerOne(channel: Channel, stored: readonly MessagePosted[], which: number): void {
  const event = stored[which % Math.max(1, stored.length)];
  if (event) channel.offer(event);
}

/** One step of a join or its end; steps that do not follow from the last one do nothing. */
function act(channel: Channel, reader: Reader, step: (typeof STEPS)[number], stored: number): void {
  const { seat } = reader;
  if (step === "reserve") {
    reader.listener.heard.length = 0;
    reader.from = undefined;
    reader.read = undefined;
    reader.seat = channel.reserve(reader.connection, reader.audience, null);
  } else if (step === "leave") {
    channel.release(reader.connection);
    reader.seat = undefined;
  } else if (step === "read") {
    if (seat?.state.at === "reading") reader.read = stored;
  } else if (step === "answer") {
    if (seat?.state.at !== "reading" || reader.read === undefined) return;
    reader.from = channel.canGoOnFrom(reader.read) ? reader.read : stored;
    channel.answer(seat, reader.from);
  } else if (seat) {
    channel.start(seat);
  }
}
