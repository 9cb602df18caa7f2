import type { Store } from "@ticketwire/core";
import { describe, expect } from "vitest";
import {
  type Desk,
  messageRow,
  messageRows,
  NOON,
  openDesk,
  pictureOf,
  post,
  readAll,
  storedOf,
  textsOf,
} from "../fixtures.js";
import { type OpenStore, withStore } from "./open-store.js";

const NO_TICKET = 987_654_321;

/** Places in the log: contiguous, in the order of the rows, and refused rows leave none. */
export function appendContract(open: OpenStore): void {
  describe("append", () => {
    withStore(open, "[S3] gives 1, 2, 3… to each ticket in the order of the rows", async (store) => {
      const one = await openDesk(store, "t-1");
      const two = await openDesk(store, "t-2");
      const results = await store.append([
        messageRow(one, { text: "1a" }),
        messageRow(two, { text: "2a" }),
        messageRow(one, { text: "1b" }),
        messageRow(one, { text: "1c" }),
        messageRow(two, { text: "2b" }),
      ]);
      expect(results.map((result) => storedOf(result).place.seq)).toEqual([1, 1, 2, 3, 2]);
      expect(textsOf(await readAll(store, one.ticket.id))).toEqual(["1a", "1b", "1c"]);
      expect(textsOf(await readAll(store, two.ticket.id))).toEqual(["2a", "2b"]);
      const [next] = await store.append([messageRow(one)]);
      expect(storedOf(next).place).toEqual({ seq: 4, hidden: 0 });
    });

    withStore(open, "[S3] keeps logs whole when many append at once", async (store) => {
      const desks = [
        await openDesk(store, "t-1"),
        await openDesk(store, "t-2"),
        await openDesk(store, "t-3"),
      ];
      const batches = Array.from({ length: 20 }, (_, batch) =>
        Array.from({ length: 15 }, (_, row) =>
          messageRow(deskAt(desks, batch + row), { text: `${batch}/${row}` }),
        ),
      );
      const answers = await Promise.all(batches.map((batch) => store.append(batch)));
      const told = new Map<string, number>();
      answers.forEach((results, batch) => {
        results.forEach((result, row) => {
          told.set(`${batch}/${row}`, storedOf(result).place.seq);
        });
      });
      for (const { ticket } of desks) {
        const log = await readAll(store, ticket.id);
        expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
        expect(log.map(({ text }) => told.get(text))).toEqual(log.map(({ seq }) => seq));
        expectRowOrder(log.map(({ text }) => text));
      }
    });

    withStore(open, "[S6] counts the internal rows up to and including each", async (store) => {
      const desk = await openDesk(store);
      const results = await store.append(messageRows(desk, ["a", "note 1", "b", "note 2", "note 3", "c"]));
      expect(results.map((result) => storedOf(result).place)).toEqual([
        { seq: 1, hidden: 0 },
        { seq: 2, hidden: 1 },
        { seq: 3, hidden: 1 },
        { seq: 4, hidden: 2 },
        { seq: 5, hidden: 3 },
        { seq: 6, hidden: 3 },
      ]);
      const [next] = await store.append(messageRows(desk, ["note 4"]));
      expect(storedOf(next).place).toEqual({ seq: 7, hidden: 4 });
    });

    withStore(open, "numbers every message with a positive integer of its own", async (store) => {
      const one = await openDesk(store, "t-1");
      const two = await openDesk(store, "t-2");
      const results = await Promise.all([
        store.append([messageRow(one), messageRow(two)]),
        store.append([messageRow(two), messageRow(one)]),
      ]);
      const numbers = results.flat().map((result) => storedOf(result).number);
      expect(new Set(numbers).size).toBe(4);
      for (const number of numbers) expect(Number.isSafeInteger(number) && number > 0).toBe(true);
    });

    withStore(open, "[S3] tells of each row of a batch where its message is found", async (store) => {
      const desks = [
        await openDesk(store, "t-1"),
        await openDesk(store, "t-2"),
        await openDesk(store, "t-3"),
      ];
      const rows = Array.from({ length: 60 }, (_, index) =>
        messageRow(deskAt(desks, index * index), { audience: index % 4 === 0 ? "internal" : "public" }),
      );
      const results = await store.append(rows);
      for (const [index, row] of rows.entries()) {
        const { place, number } = storedOf(results[index]);
        expect(await store.message({ number })).toMatchObject({ id: row.id, ...place });
      }
    });

    withStore(open, "keeps every field of a message as it was given", async (store) => {
      const desk = await openDesk(store);
      const row = messageRow(desk, {
        senderId: desk.ann.id,
        audience: "internal",
        kind: "system",
        at: NOON + 77,
        text: "Grüße, 'quotes' \"double\" \\ ; -- %s\n\t日本語 👩‍👩‍👧 \u{10FFFF}",
        clientId: "key 'one' 🔑",
        fingerprint: "f1",
      });
      const [message] = await post(store, [row]);
      const { department, permissions, roleToldAt, ...ann } = desk.ann;
      expect(message).toEqual({
        id: row.id,
        number: message?.number,
        ticketId: desk.ticket.id,
        seq: 1,
        hidden: 1,
        sender: ann,
        kind: "system",
        audience: "internal",
        text: row.text,
        attachments: [],
        clientId: row.clientId,
        createdAt: NOON + 77,
        updatedAt: NOON + 77,
        editedAt: null,
        deletedAt: null,
        replyTo: null,
        reactions: [],
        readBy: [],
      });
    });

    withStore(open, "decides what a message is by its files when nobody says", async (store) => {
      const desk = await openDesk(store);
      const pictures = [pictureOf(), pictureOf({ type: "image/gif" })];
      const mixed = [pictureOf(), pictureOf({ type: "application/pdf" })];
      const said = [pictureOf()];
      await store.addAttachments(desk.ticket.id, desk.bob.id, [...pictures, ...mixed, ...said]);
      const rows = [
        messageRow(desk),
        messageRow(desk, { attachmentIds: pictures.map(({ id }) => id) }),
        messageRow(desk, { attachmentIds: mixed.map(({ id }) => id) }),
        messageRow(desk, { attachmentIds: said.map(({ id }) => id), kind: "text" }),
      ];
      const kinds = ["text", "image", "file", "text"];
      expect((await store.append(rows)).map((result) => storedOf(result).kind)).toEqual(kinds);
      expect((await readAll(store, desk.ticket.id)).map(({ kind }) => kind)).toEqual(kinds);
    });

    withStore(open, "keeps the longest text and the empty one", async (store) => {
      const desk = await openDesk(store);
      const texts = ["👋".repeat(10_000), "", "\n"];
      expect(
        textsOf(
          await post(
            store,
            texts.map((text) => messageRow(desk, { text })),
          ),
        ),
      ).toEqual(texts);
    });

    withStore(open, "refuses a row for a ticket that is not there alone, without a hole", async (store) => {
      const desk = await openDesk(store);
      const results = await store.append([
        messageRow(desk, { text: "before" }),
        messageRow(desk, { ticketId: NO_TICKET }),
        messageRow(desk, { text: "after" }),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["stored", "refused", "stored"]);
      expect(results[1]).toMatchObject({ code: "not_found", message: expect.stringMatching(/./) });
      expect(storedOf(results[2]).place.seq).toBe(2);
      expect(textsOf(await readAll(store, desk.ticket.id))).toEqual(["before", "after"]);
    });

    withStore(open, "refuses a message id that is taken alone", async (store) => {
      const desk = await openDesk(store);
      const row = messageRow(desk, { text: "first" });
      const results = await store.append([
        row,
        { ...row, text: "other" },
        messageRow(desk, { text: "last" }),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["stored", "refused", "stored"]);
      expect(results[1]).toMatchObject({ code: "conflict" });
      expect(textsOf(await readAll(store, desk.ticket.id))).toEqual(["first", "last"]);
    });

    withStore(open, "answers an empty batch with nothing", async (store) => {
      expect(await store.append([])).toEqual([]);
    });

    withStore(open, "shows a reader one state while others append", async (store) => {
      const desk = await openDesk(store);
      const { id: ticketId } = desk.ticket;
      let last = 0;
      let isOver = false;
      const write = async (): Promise<void> => {
        while (last < 300) last = storedOf((await store.append([messageRow(desk)]))[0]).place.seq;
      };
      const writing = write().finally(() => {
        isOver = true;
      });
      while (!isOver) await expectOneState(store, ticketId, last);
      await writing;
      expect((await store.heads([ticketId])).get(ticketId)).toBe(300);
    });
  });
}

/** Every event here is a message, so whatever is read together must agree on how many there are. */
async function expectOneState(store: Store, ticketId: number, written: number): Promise<void> {
  const audience = "internal";
  const page = await store.readMessages({ ticketId, audience, limit: 5, skip: 0, deleted: true });
  expect(page.head.seq).toBeGreaterThanOrEqual(written);
  expect(page.total).toBe(page.head.seq);
  expect(page.messages.at(-1)?.seq ?? 0).toBe(page.head.seq);
  const { events, head } = await store.readLog({ ticketId, audience, after: written, limit: 1000 });
  expect(head.seq).toBeGreaterThanOrEqual(page.head.seq);
  expect(events.at(-1)?.seq ?? written).toBe(head.seq);
}

/** Texts are "batch/row"; within one batch, rows keep their order. */
function expectRowOrder(texts: readonly string[]): void {
  const last = new Map<string, number>();
  for (const text of texts) {
    const [batch = "", row = ""] = text.split("/");
    expect(Number(row)).toBeGreaterThan(last.get(batch) ?? -1);
    last.set(batch, Number(row));
  }
}

function deskAt(desks: readonly Desk[], index: number): Desk {
  const desk = desks[index % desks.length];
  if (!desk) throw new Error("no desk");
  return desk;
}
