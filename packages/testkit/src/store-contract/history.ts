import type { LogPlace, Message, MessagePage, MessageQuery, Store } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRows, openDesk, post, textsOf } from "../fixtures.js";
import { deleteRow } from "../rows.js";
import { expectRefusal, type OpenStore, withStore } from "./open-store.js";
import { sketchOf } from "./reads.js";

const MIXED = ["a", "b", "note 1", "c", "note 2", "d", "e", "note 3"];

/** Pages of messages: newest first, oldest-first inside, stable, and blind to what is not for the reader. */
export function historyContract(open: OpenStore): void {
  describe("readMessages", () => {
    withStore(open, "reads the newest page first, oldest first inside", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["a", "b", "c", "d", "e"]));
      const newest = await read(store, desk.ticket.id, { limit: 2 });
      expect(textsOf(newest.messages)).toEqual(["d", "e"]);
      expect(newest).toMatchObject({
        total: 5,
        hasOlder: true,
        hasNewer: false,
        head: { seq: 5, hidden: 0 },
      });
      const middle = await read(store, desk.ticket.id, { limit: 2, skip: 2 });
      expect(textsOf(middle.messages)).toEqual(["b", "c"]);
      expect(middle).toMatchObject({ total: 5, hasOlder: true, hasNewer: true });
      const oldest = await read(store, desk.ticket.id, { limit: 2, skip: 4 });
      expect(textsOf(oldest.messages)).toEqual(["a"]);
      expect(oldest).toMatchObject({ total: 5, hasOlder: false, hasNewer: true });
      const all = await read(store, desk.ticket.id, { limit: 5 });
      expect(textsOf(all.messages)).toEqual(["a", "b", "c", "d", "e"]);
      expect(all).toMatchObject({ hasOlder: false, hasNewer: false });
    });

    withStore(open, "says what lies around a page without messages", async (store) => {
      const desk = await openDesk(store);
      for (const skip of [0, 3]) {
        expect(await read(store, desk.ticket.id, { skip })).toEqual({
          messages: [],
          total: 0,
          hasOlder: false,
          hasNewer: false,
          head: { seq: 0, hidden: 0 },
        });
      }
      const [only] = await post(store, messageRows(desk, ["only"]));
      const around = async (query: Partial<MessageQuery>): Promise<unknown> => {
        const { messages, total, hasOlder, hasNewer } = await read(store, desk.ticket.id, query);
        return { messages, total, hasOlder, hasNewer };
      };
      const id = only?.id ?? "";
      const nothing = { messages: [], total: 1 };
      expect(await around({ skip: 7 })).toEqual({ ...nothing, hasOlder: false, hasNewer: true });
      expect(await around({ before: { id } })).toEqual({ ...nothing, hasOlder: false, hasNewer: true });
      expect(await around({ after: { id } })).toEqual({ ...nothing, hasOlder: true, hasNewer: false });
    });

    withStore(open, "pages back from a message named by id or by number", async (store) => {
      const desk = await openDesk(store);
      const sent = await post(store, messageRows(desk, ["a", "b", "c", "d", "e"]));
      const d = sent[3];
      for (const before of [{ id: d?.id ?? "" }, { number: d?.number ?? 0 }]) {
        const page = await read(store, desk.ticket.id, { before, limit: 2 });
        expect(textsOf(page.messages)).toEqual(["b", "c"]);
        expect(page).toMatchObject({ total: 5, hasOlder: true, hasNewer: true });
        const rest = await read(store, desk.ticket.id, { before, limit: 3 });
        expect(textsOf(rest.messages)).toEqual(["a", "b", "c"]);
        expect(rest.hasOlder).toBe(false);
      }
    });

    withStore(open, "pages on from a message named by id or by number", async (store) => {
      const desk = await openDesk(store);
      const sent = await post(store, messageRows(desk, ["a", "b", "c", "d", "e"]));
      const b = sent[1];
      for (const after of [{ id: b?.id ?? "" }, { number: b?.number ?? 0 }]) {
        const page = await read(store, desk.ticket.id, { after, limit: 2 });
        expect(textsOf(page.messages)).toEqual(["c", "d"]);
        expect(page).toMatchObject({ total: 5, hasOlder: true, hasNewer: true });
        const rest = await read(store, desk.ticket.id, { after, limit: 3 });
        expect(textsOf(rest.messages)).toEqual(["c", "d", "e"]);
        expect(rest.hasNewer).toBe(false);
      }
    });

    withStore(open, "refuses a cursor that is no message of the ticket", async (store) => {
      const desk = await openDesk(store, "t-1");
      const other = await openDesk(store, "t-2");
      await post(store, messageRows(desk, ["here"]));
      const [elsewhere] = await post(store, messageRows(other, ["elsewhere"]));
      const wrong = [
        { id: elsewhere?.id ?? "" },
        { number: elsewhere?.number ?? 0 },
        { id: "nobody's" },
        { number: 123_456_789 },
      ];
      for (const cursor of wrong) {
        const before = await expectRefusal(read(store, desk.ticket.id, { before: cursor }), "invalid");
        expect(before.details.field).toBe("before");
        const after = await expectRefusal(read(store, desk.ticket.id, { after: cursor }), "invalid");
        expect(after.details.field).toBe("after");
      }
    });

    withStore(
      open,
      "[S6] takes an internal note for no message when a public reader names it",
      async (store) => {
        const desk = await openDesk(store);
        const [, note] = await post(store, messageRows(desk, ["a", "note", "b"]));
        const before = { id: note?.id ?? "" };
        const hidden = await expectRefusal(read(store, desk.ticket.id, { before }), "invalid");
        const unknown = await expectRefusal(
          read(store, desk.ticket.id, { before: { id: "x".repeat(36) } }),
          "invalid",
        );
        expect(hidden.message.replace(before.id, "")).toBe(unknown.message.replace("x".repeat(36), ""));
        const page = await read(store, desk.ticket.id, { before, audience: "internal" });
        expect(textsOf(page.messages)).toEqual(["a"]);
      },
    );

    withStore(open, "[S6] counts and pages only what the reader may see", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, MIXED));
      const shown = await read(store, desk.ticket.id, { limit: 3 });
      expect(textsOf(shown.messages)).toEqual(["c", "d", "e"]);
      expect(shown).toMatchObject({ total: 5, hasOlder: true, hasNewer: false, head: { seq: 8, hidden: 3 } });
      const rest = await read(store, desk.ticket.id, { limit: 3, skip: 3 });
      expect(textsOf(rest.messages)).toEqual(["a", "b"]);
      expect(rest).toMatchObject({ hasOlder: false, hasNewer: true });
      const internal = await read(store, desk.ticket.id, { limit: 3, audience: "internal" });
      expect(textsOf(internal.messages)).toEqual(["d", "e", "note 3"]);
      expect(internal.total).toBe(8);
    });

    withStore(open, "[S6] sees nothing older than the first public message", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["note 1", "a", "note 2"]));
      expect(await read(store, desk.ticket.id, { limit: 1 })).toMatchObject({
        total: 1,
        hasOlder: false,
        hasNewer: false,
      });
    });

    withStore(open, "counts messages, not what else is in the log", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["a"]));
      await store.putTickets([{ ref: desk.ticket.ref, status: "closed" }], null, 1);
      await post(store, messageRows(desk, ["b"]));
      const page = await read(store, desk.ticket.id, { limit: 2 });
      expect(textsOf(page.messages)).toEqual(["a", "b"]);
      expect(page).toMatchObject({ total: 2, hasOlder: false, head: { seq: 3, hidden: 0 } });
      const newest = await read(store, desk.ticket.id, { limit: 1 });
      expect(textsOf(newest.messages)).toEqual(["b"]);
      expect(newest.hasOlder).toBe(true);
    });

    withStore(open, "reads and counts only what lies in a part of the log", async (store) => {
      const desk = await openDesk(store);
      const sent = await post(store, messageRows(desk, MIXED));
      const page = async (query: Partial<MessageQuery>): Promise<string> =>
        sketchOf(
          await read(store, desk.ticket.id, { within: { from: place(1, 0), to: place(6, 2) }, ...query }),
        );
      expect(await page({})).toBe("b c d | total 3");
      expect(await page({ limit: 2 })).toBe("c d | total 3, older");
      expect(await page({ limit: 1, skip: 1 })).toBe("c | total 3, older, newer");
      expect(await page({ audience: "internal", limit: 4 })).toBe("note 1 c note 2 d | total 5, older");
      const c = { id: sent[3]?.id ?? "" };
      expect(await page({ before: c })).toBe("b | total 3, newer");
      expect(await page({ after: c })).toBe("d | total 3, older");
      const rest = { from: place(6, 2), to: null };
      expect(await page({ within: rest, audience: "internal" })).toBe("e note 3 | total 2");
      expect(await page({ within: { from: place(8, 3), to: null } })).toBe(" | total 0");
      await store.append([deleteRow(desk, sent[1] as Message), deleteRow(desk, sent[5] as Message)]);
      expect(await page({ deleted: false })).toBe("c | total 1");
      expect(await page({ limit: 1 })).toBe("(deleted) | total 3, older");
      const noteFirst = { from: place(2, 0), to: place(4, 1) };
      expect(await page({ within: noteFirst })).toBe("c | total 1");
    });

    withStore(open, "pages within a part of the log from a message outside it", async (store) => {
      const desk = await openDesk(store);
      const sent = await post(store, messageRows(desk, ["a", "b", "c", "d"]));
      const within = { from: place(1, 0), to: place(3, 0) };
      const page = async (query: Partial<MessageQuery>): Promise<string> =>
        sketchOf(await read(store, desk.ticket.id, { within, limit: 1, ...query }));
      const [first, , , last] = sent.map(({ id }) => ({ id }));
      expect(await page({ before: last })).toBe("c | total 2, older");
      expect(await page({ after: first })).toBe("b | total 2, newer");
      expect(await page({ before: first })).toBe(" | total 2, newer");
      expect(await page({ after: last })).toBe(" | total 2, older");
      const nothing = { from: place(4, 0), to: null };
      expect(await page({ within: nothing, after: first, skip: 1 })).toBe(" | total 0");
    });

    withStore(open, "walks back through everything once while new messages come in", async (store) => {
      const desk = await openDesk(store);
      const texts = Array.from({ length: 23 }, (_, index) => `m${index}`);
      await post(store, messageRows(desk, texts));
      const walked: string[] = [];
      let before: MessageQuery["before"];
      for (let hasOlder = true; hasOlder; ) {
        const page = await read(store, desk.ticket.id, { limit: 5, before });
        walked.unshift(...textsOf(page.messages));
        before = { id: page.messages[0]?.id ?? "" };
        hasOlder = page.hasOlder;
        await post(store, messageRows(desk, ["late"]));
      }
      expect(walked).toEqual(texts);
    });

    withStore(open, "reads one ticket's messages only", async (store) => {
      const one = await openDesk(store, "t-1");
      const two = await openDesk(store, "t-2");
      await post(store, [...messageRows(one, ["1"]), ...messageRows(two, ["2"]), ...messageRows(one, ["3"])]);
      expect(textsOf((await read(store, one.ticket.id, {})).messages)).toEqual(["1", "3"]);
      expect(textsOf((await read(store, two.ticket.id, {})).messages)).toEqual(["2"]);
    });

    withStore(open, "shows senders as they are now", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["a"]));
      await store.putUsers([{ ref: "u-bob", name: "Robert Ray" }], true, 1);
      const page = await read(store, desk.ticket.id, {});
      expect(page.messages[0]?.sender.name).toBe("Robert Ray");
    });

    withStore(open, "knows no messages of a ticket that is not there", async (store) => {
      await expectRefusal(read(store, 987_654_321, {}), "not_found");
    });
  });
}

function place(seq: number, hidden: number): LogPlace {
  return { seq, hidden };
}

function read(store: Store, ticketId: number, query: Partial<MessageQuery>): Promise<MessagePage> {
  return store.readMessages({ ticketId, audience: "public", limit: 50, skip: 0, deleted: true, ...query });
}
