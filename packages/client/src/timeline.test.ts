import type { EventFrame, MessageView, PersonView } from "@ticketwire/protocol";
import { Random } from "@ticketwire/testkit";
import { describe, expect, test } from "vitest";
import { applyEvents, applySnapshot, emptyTimeline, prependOlder, type Timeline } from "./timeline.js";

const ANN: PersonView = { ref: "u-ann", number: 1, name: "Ann Lee", role: "agent", company: null };
const AT = "2025-01-15T12:00:00.000Z";
const EPOCH = "e1";

function message(seq: number): MessageView {
  return {
    id: `m-${seq}`,
    number: seq,
    seq,
    ticket: "t-1",
    sender: ANN,
    kind: "text",
    audience: "public",
    text: `text ${seq}`,
    attachments: [],
    clientId: null,
    createdAt: AT,
    updatedAt: AT,
    editedAt: null,
    deletedAt: null,
    replyTo: null,
    reactions: [],
    readBy: [],
  };
}

function event(seq: number): EventFrame {
  return { ticket: "t-1", seq, at: AT, type: "message.posted", message: message(seq) };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const seqs = ({ messages }: Timeline) => messages.map(({ seq }) => seq);

/** A timeline that was joined at `to` and knows the messages from `from`. */
function joined(from: number, to: number, epoch = EPOCH): Timeline {
  const messages = range(from, to).map(message);
  return applySnapshot(emptyTimeline(), { epoch, seq: to }, { messages, hasOlder: from > 1 });
}

describe("[S3] events", () => {
  test("are taken in order, each once", () => {
    const { timeline, events, gap } = applyEvents(joined(1, 3), [
      event(2),
      event(3),
      event(4),
      event(4),
      event(5),
    ]);
    expect(seqs(timeline)).toEqual([1, 2, 3, 4, 5]);
    expect(events.map(({ seq }) => seq)).toEqual([4, 5]);
    expect(timeline.position).toEqual({ epoch: EPOCH, seq: 5 });
    expect(gap).toBe(false);
  });

  test("behind a gap are not taken", () => {
    const { timeline, gap } = applyEvents(joined(1, 3), [event(4), event(6), event(7)]);
    expect(seqs(timeline)).toEqual([1, 2, 3, 4]);
    expect(gap).toBe(true);
  });

  test("of a type from the future take their place", () => {
    const unknown = { ...event(4), type: "message.praised" } as unknown as EventFrame;
    const { timeline, gap } = applyEvents(joined(1, 3), [unknown, event(5)]);
    expect(seqs(timeline)).toEqual([1, 2, 3, 5]);
    expect(gap).toBe(false);
  });

  test("before the ticket was joined are nothing to go by", () => {
    expect(applyEvents(emptyTimeline(), [event(1)])).toEqual({
      timeline: emptyTimeline(),
      events: [],
      gap: false,
    });
  });

  test("that bring no message leave the list as it is", () => {
    const before = joined(1, 3);
    expect(applyEvents(before, [event(3)]).timeline).toBe(before);
  });

  test.each(range(1, 50))(
    "lost, doubled and swapped, end as the log when gaps are asked for (seed %i)",
    (seed) => {
      const random = new Random(seed);
      let timeline = joined(1, 1);
      const log = range(2, 60);
      const heard = log
        .filter(() => random.chance(0.8))
        .flatMap((seq) => (random.chance(0.2) ? [seq, seq] : [seq]));
      for (let index = heard.length - 1; index > 0; index--) {
        const other = Math.max(0, index - random.below(4));
        [heard[index], heard[other]] = [heard[other] as number, heard[index] as number];
      }
      const resume = (to: number) => {
        const from = (timeline.position?.seq ?? 0) + 1;
        return applyEvents(timeline, range(from, to).map(event));
      };
      let newest = 1;
      for (const seq of heard) {
        newest = Math.max(newest, seq);
        const applied = applyEvents(timeline, [event(seq)]);
        timeline = applied.timeline;
        if (applied.gap) timeline = resume(newest).timeline;
        expect(seqs(timeline)).toEqual(range(1, timeline.position?.seq ?? 0));
      }
      expect(seqs(resume(60).timeline)).toEqual(range(1, 60));
    },
  );
});

describe("[S4] a snapshot", () => {
  const page = (from: number, to: number) => ({ messages: range(from, to).map(message), hasOlder: from > 1 });

  test("replaces what it does not touch", () => {
    const timeline = applySnapshot(joined(3, 9), { epoch: EPOCH, seq: 40 }, page(31, 40));
    expect(seqs(timeline)).toEqual(range(31, 40));
    expect(timeline.hasOlder).toBe(true);
    // Next to each other is not proof: there may be a message between 9 and 10 that neither has.
    expect(seqs(applySnapshot(joined(3, 9), { epoch: EPOCH, seq: 20 }, page(10, 20)))).toEqual(range(10, 20));
  });

  test("keeps what is older where both overlap", () => {
    const timeline = applySnapshot(joined(3, 9), { epoch: EPOCH, seq: 12 }, page(8, 12));
    expect(seqs(timeline)).toEqual(range(3, 12));
    expect(timeline.hasOlder).toBe(true);
    expect(applySnapshot(joined(1, 9), { epoch: EPOCH, seq: 12 }, page(8, 12)).hasOlder).toBe(false);
  });

  test("of another log replaces everything", () => {
    const timeline = applySnapshot(joined(3, 9), { epoch: "e2", seq: 12 }, page(8, 12));
    expect(seqs(timeline)).toEqual(range(8, 12));
    expect(timeline.position).toEqual({ epoch: "e2", seq: 12 });
  });

  test("of a ticket on which nothing was said is empty", () => {
    const timeline = applySnapshot(
      joined(3, 9),
      { epoch: EPOCH, seq: 10 },
      { messages: [], hasOlder: false },
    );
    expect(seqs(timeline)).toEqual([]);
  });
});

test("older messages go before the others", () => {
  const timeline = prependOlder(joined(11, 12), { messages: range(1, 10).map(message), hasOlder: false });
  expect(seqs(timeline)).toEqual(range(1, 12));
  expect(timeline.hasOlder).toBe(false);
});

describe("events about messages that are known", () => {
  const at = { ticket: "t-1", at: AT };
  const BOB: PersonView = { ref: "u-bob", number: 2, name: "Bob Ray", role: "customer", company: null };

  test("an edit, a deletion and a reaction replace what was known, and leave what was not known alone", () => {
    const edited = { ...message(2), text: "new", editedAt: AT };
    const unknown = { ...message(1), text: "new", editedAt: AT };
    const { timeline } = applyEvents(joined(2, 4), [
      { ...at, seq: 5, type: "message.edited", message: edited, by: ANN },
      { ...at, seq: 6, type: "message.edited", message: unknown, by: ANN },
      {
        ...at,
        seq: 7,
        type: "message.deleted",
        message: { ...message(3), text: "", deletedAt: AT },
        by: ANN,
      },
    ]);
    expect(timeline.messages.map(({ text }) => text)).toEqual(["new", "", "text 4"]);
    expect(timeline.position?.seq).toBe(7);
  });

  test("what answers a deleted message says so", () => {
    const answer = { ...message(3), replyTo: { id: "m-2", number: 2, isDeleted: false } };
    const { timeline } = applyEvents(joined(2, 2), [
      { ...at, seq: 3, type: "message.posted", message: answer },
      {
        ...at,
        seq: 4,
        type: "message.deleted",
        message: { ...message(2), text: "", deletedAt: AT },
        by: ANN,
      },
    ]);
    expect(timeline.messages.at(-1)?.replyTo?.isDeleted).toBe(true);
  });

  test("[S11] receipts come once a person, over a range or for those named, and never for one's own", () => {
    const read = { ...at, type: "messages.read" } as const;
    const { timeline } = applyEvents(joined(1, 4), [
      { ...read, seq: 5, by: BOB, messages: ["m-2"], after: null, upTo: null, covers: null },
      { ...read, seq: 6, by: BOB, messages: null, after: 1, upTo: 3, covers: "public" },
      { ...read, seq: 7, by: ANN, messages: null, after: 0, upTo: 6, covers: "internal" },
    ]);
    expect(timeline.messages.map(({ readBy }) => readBy.map(({ person }) => person.ref))).toEqual([
      [],
      ["u-bob"],
      ["u-bob"],
      [],
    ]);
  });

  test("[S11] a receipt finds its message among 100 000 as fast as among few, wherever it came from", () => {
    const page = { messages: range(1, 99_999).map(message), hasOlder: false };
    const before = prependOlder(joined(100_000, 100_000), page);
    const isLookedAt = new Set<unknown>();
    const messages = new Proxy(before.messages, {
      get(target, name) {
        if (name === Symbol.iterator) return () => target[Symbol.iterator]();
        isLookedAt.add(name);
        return Reflect.get(target, name);
      },
    });
    const read = { ...at, type: "messages.read", by: BOB, after: null, upTo: null, covers: null } as const;
    const { timeline } = applyEvents({ ...before, messages }, [
      { ...read, seq: 100_001, messages: ["m-7", "m-100000", "m-unknown"] },
    ]);
    expect(timeline.messages.filter(({ readBy }) => readBy.length > 0).map(({ id }) => id)).toEqual([
      "m-7",
      "m-100000",
    ]);
    expect(isLookedAt.size).toBeLessThan(100);
  });

  test("[S6] a customer who has read everything has not read the notes in between", () => {
    const note = { ...message(3), audience: "internal" as const };
    const { timeline } = applyEvents(joined(1, 2), [
      { ...at, seq: 3, type: "message.posted", message: note },
      { ...at, seq: 4, type: "messages.read", by: BOB, messages: null, after: 0, upTo: 3, covers: "public" },
    ]);
    expect(timeline.messages.map(({ readBy }) => readBy.length)).toEqual([1, 1, 0]);
  });
});
