import {
  type LogPlace,
  type Message,
  type MessagesRead,
  maySee,
  personOf,
  type Receipt,
  type Store,
  seqFor,
} from "@ticketwire/core";
import { describe, expect } from "vitest";
import { type Desk, messageRow, messageRows, NOON, openDesk, post, storedOf } from "../fixtures.js";
import { deleteRow, doneOf, happened, readRow, told } from "../rows.js";
import { type OpenStore, withStore } from "./open-store.js";
import { eventsOf, messageNow, pageOf } from "./reads.js";

/** Receipts: when each person first read each message of others. */
export function receiptsContract(open: OpenStore): void {
  describe("append, receipts", () => {
    withStore(open, "marks everything others wrote, in one event", async (store) => {
      const desk = await openDesk(store);
      const sent = await postBoth(store, desk, ["b1", "b2", "a1", "b3"]);
      const event = await told(store, readRow(desk, { at: NOON + 50 }), "messages.read");
      expect(event).toMatchObject({
        ticketId: desk.ticket.id,
        seq: 5,
        hidden: 0,
        audience: "public",
        at: NOON + 50,
        by: personOf(desk.ann),
        what: { kind: "range", covers: "internal", to: { seq: 4, hidden: 0 } },
      });
      await expectCovered(store, desk, event, ["b1", "b2", "b3"]);
      expect((await eventsOf(store, desk)).at(-1)).toEqual(event);
      expect(await readers(store, desk, sent)).toEqual(["u-ann 50", "u-ann 50", "", "u-ann 50"]);
    });

    withStore(open, "says nothing when nothing is new", async (store) => {
      const desk = await openDesk(store);
      expect(await happened(store, readRow(desk))).toEqual([]);
      await postBoth(store, desk, ["a1", "a2"]);
      expect(await happened(store, readRow(desk))).toEqual([]);
      await postBoth(store, desk, ["b1"]);
      const results = await store.append([readRow(desk), readRow(desk)]);
      expect(results.map((result) => doneOf(result).events.length)).toEqual([1, 0]);
      const [next] = await postBoth(store, desk, ["b2"]);
      expect(next?.seq).toBe(5);
    });

    withStore(open, "keeps when somebody first read a message", async (store) => {
      const desk = await openDesk(store);
      const sent = await postBoth(store, desk, ["b1", "b2", "b3"]);
      const [, b2] = sent;
      await happened(store, readRow(desk, { messages: [b2?.number ?? 0], at: NOON + 10 }));
      const again = await told(store, readRow(desk, { at: NOON + 20 }), "messages.read");
      await expectCovered(store, desk, again, ["b1", "b3"]);
      await happened(store, readRow(desk, { messages: sent.map(({ number }) => number), at: NOON + 30 }));
      expect(await readers(store, desk, sent)).toEqual(["u-ann 20", "u-ann 10", "u-ann 20"]);
    });

    withStore(open, "keeps the order in which several people read", async (store) => {
      const desk = await openDesk(store);
      const eve = await colleague(store);
      const sent = await postBoth(store, desk, ["b1", "a1", "b2"]);
      const bob = { by: desk.bob.id, audience: "public" } as const;
      await store.append([
        readRow(desk, { by: eve, at: NOON + 10 }),
        readRow(desk, { at: NOON + 20 }),
        readRow(desk, { ...bob, at: NOON + 30 }),
      ]);
      expect(await readers(store, desk, sent)).toEqual([
        "u-eve 10, u-ann 20",
        "u-eve 10, u-bob 30",
        "u-eve 10, u-ann 20",
      ]);
    });

    withStore(open, "marks the messages that are named, and tells which were new", async (store) => {
      const desk = await openDesk(store, "t-1");
      const other = await openDesk(store, "t-2");
      const sent = await postBoth(store, desk, ["b1", "b2", "a1", "b3", "b4"]);
      const [b1, b2, a1, b3, b4] = sent as readonly Message[] as [
        Message,
        Message,
        Message,
        Message,
        Message,
      ];
      const [elsewhere] = await post(store, messageRows(other, ["elsewhere"]));
      await happened(store, deleteRow(desk, b4));
      await happened(store, readRow(desk, { messages: [b2.number], at: NOON + 10 }));
      const named = [b1, b2, a1, b3, b3, b4, elsewhere as Message].map(({ number }) => number);
      const row = readRow(desk, { messages: [...named, 987_654_321], at: NOON + 20 });
      const event = await told(store, row, "messages.read");
      const refs = [b1, b3].map(({ id, number }) => ({ id, number }));
      expect(event).toMatchObject({ audience: "public", by: personOf(desk.ann) });
      expect(event.what).toEqual({ kind: "list", messages: refs });
      expect((await eventsOf(store, desk)).at(-1)).toEqual(event);
      expect(await readers(store, desk, sent)).toEqual(["u-ann 20", "u-ann 10", "", "u-ann 20", ""]);
      expect(await readers(store, other, [elsewhere as Message])).toEqual([""]);
      expect(await happened(store, row)).toEqual([]);
      expect(await happened(store, readRow(desk, { messages: [] }))).toEqual([]);
    });

    withStore(open, "marks nothing outside the part of the log that is named", async (store) => {
      const desk = await openDesk(store);
      const sent = await postBoth(store, desk, ["b1", "b2", "b3", "b4"]);
      const numbers = sent.map(({ number }) => number);
      const within = { from: { seq: 1, hidden: 0 }, to: { seq: 3, hidden: 0 } };
      const event = await told(store, readRow(desk, { within, at: NOON + 10 }), "messages.read");
      expect(event.what).toMatchObject({ kind: "range", to: within.to });
      await expectCovered(store, desk, event, ["b2", "b3"]);
      expect(await readers(store, desk, sent)).toEqual(["", "u-ann 10", "u-ann 10", ""]);
      expect(await happened(store, readRow(desk, { within, messages: numbers }))).toEqual([]);
      const rest = { from: { seq: 3, hidden: 0 }, to: null };
      await told(store, readRow(desk, { within: rest, messages: numbers, at: NOON + 20 }), "messages.read");
      expect(await readers(store, desk, sent)).toEqual(["", "u-ann 10", "u-ann 10", "u-ann 20"]);
      await told(store, readRow(desk, { at: NOON + 30 }), "messages.read");
      expect(await readers(store, desk, sent)).toEqual(["u-ann 30", "u-ann 10", "u-ann 10", "u-ann 20"]);
    });

    withStore(open, "sees in each row what the rows before it did", async (store) => {
      const desk = await openDesk(store);
      const results = await store.append([
        messageRow(desk),
        readRow(desk, { at: NOON + 1 }),
        messageRow(desk),
        readRow(desk, { at: NOON + 2 }),
        readRow(desk, { at: NOON + 3 }),
      ]);
      const statuses = ["stored", "done", "stored", "done", "done"];
      expect(results.map(({ status }) => status)).toEqual(statuses);
      expect(storedOf(results[2]).place.seq).toBe(3);
      expect(doneOf(results[4]).events).toEqual([]);
      const { messages } = await pageOf(store, desk);
      expect(await readers(store, desk, messages)).toEqual(["u-ann 1", "u-ann 2"]);
    });

    withStore(open, "[S6] tells that only notes were read to staff alone", async (store) => {
      const desk = await openDesk(store);
      const eve = await colleague(store);
      const sent = await post(store, messageRows(desk, ["b1", "note 1", "b2", "note 2"]));
      const first = await told(store, readRow(desk, { at: NOON + 10 }), "messages.read");
      expect(first).toMatchObject({ audience: "public", seq: 5, hidden: 2 });
      await post(store, messageRows(desk, ["note 3"]));
      const eves = await told(store, readRow(desk, { by: eve, at: NOON + 20 }), "messages.read");
      expect(eves).toMatchObject({ audience: "public", what: { to: { seq: 6, hidden: 3 } } });
      await post(store, messageRows(desk, ["note 4"]));
      const notes = await told(store, readRow(desk, { by: eve, at: NOON + 30 }), "messages.read");
      expect(notes).toMatchObject({ audience: "internal", what: { kind: "range" } });
      await expectCovered(store, desk, notes, ["note 4"]);
      const log = await eventsOf(store, desk, "public");
      expect(log.map(({ type }) => type)).toEqual([
        "message.posted",
        "message.posted",
        "messages.read",
        "messages.read",
      ]);
      expect(await readers(store, desk, sent)).toEqual([
        "u-ann 10, u-eve 20",
        "u-eve 20",
        "u-ann 10, u-eve 20",
        "u-eve 20",
      ]);
    });

    withStore(open, "[S6] lets notes move nothing of what public readers are told", async (store) => {
      const desk = await openDesk(store);
      const b1 = messageRow(desk, { text: "b1" });
      await store.append([b1, ...messageRows(desk, ["note 1", "b2", "b3"])]);
      const eve = { by: await colleague(store) };
      await happened(store, readRow(desk, { ...eve, audience: "public" }));
      await post(store, messageRows(desk, ["note 2", "b4"]));
      const events = await happened(store, readRow(desk, eve));
      const [shown, hidden] = events as readonly MessagesRead[] as [MessagesRead, MessagesRead];
      expect(events.map(({ audience }) => audience)).toEqual(["public", "internal"]);
      await expectCovered(store, desk, shown, ["b4"]);
      await expectCovered(store, desk, hidden, ["note 1"]);
      const { what } = shown;
      const seqs = what.kind === "range" && [what.from, what.to].map((place) => seqFor("public", place));
      // The fourth public event is what Eve read before.
      expect(seqs).toEqual([4, 5]);
    });

    withStore(open, "[S6] tells of notes that were named apart from the rest", async (store) => {
      const desk = await openDesk(store);
      const eve = await colleague(store);
      const sent = await post(store, messageRows(desk, ["b1", "note 1", "b2"]));
      const [b1, note, b2] = sent.map(({ id, number }) => ({ id, number }));
      const row = readRow(desk, { by: eve, messages: sent.map(({ number }) => number) });
      const events = await happened(store, row);
      expect(events).toMatchObject([
        { seq: 4, hidden: 1, audience: "public", what: { kind: "list", messages: [b1, b2] } },
        { seq: 5, hidden: 2, audience: "internal", what: { kind: "list", messages: [note] } },
      ]);
      expect((await eventsOf(store, desk)).slice(3)).toEqual(events);
      expect((await eventsOf(store, desk, "public")).slice(2)).toEqual(events.slice(0, 1));
    });

    withStore(open, "[S6] lets nobody mark notes they may not see", async (store) => {
      const desk = await openDesk(store);
      const eve = await colleague(store);
      const sent = await post(store, messageRows(desk, ["b1", "note 1", "b2"]));
      const asPublic = { by: eve, audience: "public" } as const;
      const numbers = sent.map(({ number }) => number);
      await happened(store, readRow(desk, { ...asPublic, messages: numbers.slice(0, 2), at: NOON + 10 }));
      await happened(store, readRow(desk, { ...asPublic, at: NOON + 20 }));
      expect(await readers(store, desk, sent)).toEqual(["u-eve 10", "", "u-eve 20"]);
      const notes = await told(store, readRow(desk, { by: eve, at: NOON + 30 }), "messages.read");
      expect(notes.audience).toBe("internal");
      expect(await readers(store, desk, sent)).toEqual(["u-eve 10", "u-eve 30", "u-eve 20"]);
    });

    withStore(open, "does not take what was deleted unread for read", async (store) => {
      const desk = await openDesk(store);
      const sent = await post(store, messageRows(desk, ["b1", "gone", "b2"]));
      await happened(store, deleteRow(desk, sent[1] as Message, { at: NOON + 5 }));
      await happened(store, readRow(desk, { at: NOON + 10 }));
      expect(await readers(store, desk, sent)).toEqual(["u-ann 10", "", "u-ann 10"]);
    });

    withStore(open, "refuses what is on no ticket alone", async (store) => {
      const desk = await openDesk(store);
      await postBoth(store, desk, ["b1"]);
      const results = await store.append([readRow(desk, { ticketId: 987_654_321 }), readRow(desk)]);
      expect(results).toMatchObject([{ status: "refused", code: "not_found" }, { status: "done" }]);
    });

    withStore(open, "shows readers as they are now, also after a restart", async (store, reopen) => {
      const desk = await openDesk(store);
      const [message] = await postBoth(store, desk, ["b1"]);
      await happened(store, readRow(desk, { at: NOON + 10 }));
      await store.putUsers([{ ref: "u-ann", name: "Ann Ray" }], true, NOON);
      const after = await reopen();
      expect((await messageNow(after, desk, message as Message)).readBy).toEqual([
        { person: { ...personOf(desk.ann), name: "Ann Ray" }, at: NOON + 10 },
      ]);
      expect(await happened(after, readRow(desk))).toEqual([]);
    });
  });
}

/** Public texts: those that begin with "a" by Ann, the others by Bob. */
function postBoth(store: Store, desk: Desk, texts: readonly string[]): Promise<readonly Message[]> {
  const senderOf = (text: string): number => (text.startsWith("a") ? desk.ann.id : desk.bob.id);
  return post(
    store,
    texts.map((text) => messageRow(desk, { text, senderId: senderOf(text) })),
  );
}

async function colleague(store: Store): Promise<number> {
  const [put] = await store.putUsers([{ ref: "u-eve", role: "agent" }], true, NOON);
  return put?.user.id ?? 0;
}

/** Who has read each of these messages as it is now, with the ms after noon when they did. */
function readers(store: Store, desk: Desk, messages: readonly Message[]): Promise<readonly string[]> {
  const sketch = ({ person, at }: Receipt): string => `${person.ref} ${at - NOON}`;
  return Promise.all(
    messages.map(async (message) => (await messageNow(store, desk, message)).readBy.map(sketch).join(", ")),
  );
}

/** Expects a range to take in these messages, and nothing its reader has not read now. */
async function expectCovered(
  store: Store,
  desk: Desk,
  { what, by }: MessagesRead,
  texts: readonly string[],
): Promise<void> {
  if (what.kind !== "range") throw new Error(`expected a range, got ${what.kind}`);
  const log = await eventsOf(store, desk);
  const places: readonly LogPlace[] = [
    { seq: 0, hidden: 0 },
    ...log.map(({ seq, hidden }) => ({ seq, hidden })),
  ];
  expect(places).toContainEqual(what.from);
  expect(places).toContainEqual(what.to);
  const { messages } = await pageOf(store, desk);
  const covered = messages.filter(
    ({ seq, sender, audience }) =>
      seq > what.from.seq && seq <= what.to.seq && sender.id !== by.id && maySee("internal", audience),
  );
  expect(covered.map(({ text }) => text)).toEqual(expect.arrayContaining([...texts]));
  for (const { readBy } of covered) expect(readBy.map(({ person }) => person.id)).toContain(by.id);
}
