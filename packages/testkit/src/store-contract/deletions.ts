import { type Message, personOf, type Store } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { type Desk, messageRow, messageRows, NOON, openDesk, pictureOf, post } from "../fixtures.js";
import { deleteRow, doneOf, editRow, happened, reactionRow, readRow, told } from "../rows.js";
import { type OpenStore, withStore } from "./open-store.js";
import { eventsOf, messageNow, pageOf, sketchOf } from "./reads.js";

/** Deletions: what was said is gone everywhere, that something was said stays where it is shown. */
export function deletionsContract(open: OpenStore): void {
  describe("append, deletions", () => {
    withStore(open, "leaves nothing of a message but that it was there", async (store) => {
      const desk = await openDesk(store);
      const files = [pictureOf(), pictureOf()];
      const ids = files.map(({ id }) => id);
      await store.addAttachments(desk.ticket.id, desk.bob.id, files);
      const [before] = await post(store, [messageRow(desk, { text: "secret", attachmentIds: ids })]);
      if (!before) throw new Error("no message");
      await happened(store, reactionRow(desk, before, "👍"));
      await happened(store, readRow(desk, { at: NOON + 1 }));
      const [result] = await store.append([deleteRow(desk, before, { by: desk.ann.id, at: NOON + 9 })]);
      const after = {
        ...before,
        text: "",
        attachments: [],
        readBy: [{ person: personOf(desk.ann), at: NOON + 1 }],
        deletedAt: NOON + 9,
        updatedAt: NOON + 9,
      };
      const event = {
        type: "message.deleted",
        ticketId: desk.ticket.id,
        seq: 4,
        hidden: 0,
        audience: "public",
        at: NOON + 9,
        message: after,
        by: personOf(desk.ann),
      };
      expect(result).toEqual({
        status: "done",
        events: [event],
        dropped: files.map(({ storedName }) => storedName),
      });
      expect(await messageNow(store, desk, before)).toEqual(after);
      expect((await eventsOf(store, desk)).at(-1)).toEqual(event);
      for (const id of ids) expect(await store.attachment(id)).toBeNull();
      expect(await store.dropUnsent(NOON * 2, 10)).toEqual([]);
    });

    withStore(open, "takes deleting again for nothing new", async (store) => {
      const desk = await openDesk(store);
      const [message] = await post(store, messageRows(desk, ["a"]));
      if (!message) throw new Error("no message");
      const results = await store.append([deleteRow(desk, message), deleteRow(desk, message)]);
      expect(results.map((result) => doneOf(result).events.length)).toEqual([1, 0]);
      const after = await messageNow(store, desk, message);
      expect(await happened(store, deleteRow(desk, message, { at: NOON + 77_000 }))).toEqual([]);
      expect(await messageNow(store, desk, message)).toEqual(after);
    });

    withStore(open, "refuses what is not on the ticket alone", async (store) => {
      const desk = await openDesk(store, "t-1");
      const other = await openDesk(store, "t-2");
      const [elsewhere] = await post(store, messageRows(other, ["elsewhere"]));
      if (!elsewhere) throw new Error("no message");
      const results = await store.append([
        deleteRow(desk, elsewhere),
        deleteRow(desk, { id: "nobody's", number: 987_654_321 }),
        deleteRow(other, elsewhere),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["refused", "refused", "done"]);
      expect(results[0]).toMatchObject({ code: "not_found" });
      expect(results[1]).toMatchObject({ code: "not_found" });
    });

    withStore(open, "shows deleted messages in pages, or leaves them out and uncounted", async (store) => {
      const { desk } = await withGaps(store, ["a", "-", "b", "c", "-", "-", "d"]);
      const shown = async (limit: number, skip: number): Promise<string> =>
        sketchOf(await pageOf(store, desk, { limit, skip }));
      expect(await shown(3, 0)).toBe("(deleted) (deleted) d | total 7, older");
      expect(await shown(9, 3)).toBe("a (deleted) b c | total 7, newer");
      const bare = async (limit: number, skip: number): Promise<string> =>
        sketchOf(await pageOf(store, desk, { limit, skip, deleted: false }));
      expect(await bare(2, 0)).toBe("c d | total 4, older");
      expect(await bare(2, 1)).toBe("b c | total 4, older, newer");
      expect(await bare(2, 2)).toBe("a b | total 4, newer");
      expect(await bare(4, 0)).toBe("a b c d | total 4");
    });

    withStore(open, "pages from a message although it is deleted", async (store) => {
      const { desk, sent } = await withGaps(store, ["a", "-", "b", "-", "c"]);
      const around = async (index: number, deleted: boolean): Promise<readonly string[]> => {
        const id = sent[index]?.id ?? "";
        const before = sketchOf(await pageOf(store, desk, { before: { id }, limit: 2, deleted }));
        return [before, sketchOf(await pageOf(store, desk, { after: { id }, limit: 2, deleted }))];
      };
      expect(await around(1, false)).toEqual(["a | total 3, newer", "b c | total 3, older"]);
      expect(await around(3, false)).toEqual(["a b | total 3, newer", "c | total 3, older"]);
      expect(await around(3, true)).toEqual(["(deleted) b | total 5, older, newer", "c | total 5, older"]);
    });

    withStore(open, "sees nothing around a page where only deleted messages lie", async (store) => {
      const { desk, sent } = await withGaps(store, ["-", "a", "b", "-"]);
      const [, a, b] = sent;
      const bare = { deleted: false };
      expect(sketchOf(await pageOf(store, desk, { ...bare, limit: 2 }))).toBe("a b | total 2");
      const before = await pageOf(store, desk, { ...bare, before: { id: a?.id ?? "" } });
      expect(sketchOf(before)).toBe(" | total 2, newer");
      const after = await pageOf(store, desk, { ...bare, after: { id: b?.id ?? "" } });
      expect(sketchOf(after)).toBe(" | total 2, older");
    });

    withStore(open, "[S6] counts deleted notes for nobody but staff", async (store) => {
      const desk = await openDesk(store);
      const sent = await post(store, messageRows(desk, ["a", "note 1", "b", "note 2", "c"]));
      const event = await told(store, deleteRow(desk, sent[1] as Message), "message.deleted");
      expect(event).toMatchObject({ audience: "internal", seq: 6, hidden: 3 });
      await happened(store, deleteRow(desk, sent[2] as Message));
      const seen = async (audience: "public" | "internal", deleted: boolean): Promise<string> =>
        sketchOf(await pageOf(store, desk, { audience, deleted }));
      expect(await seen("public", true)).toBe("a (deleted) c | total 3");
      expect(await seen("public", false)).toBe("a c | total 2");
      expect(await seen("internal", true)).toBe("a (deleted) (deleted) note 2 c | total 5");
      expect(await seen("internal", false)).toBe("a note 2 c | total 3");
      const log = await eventsOf(store, desk, "public");
      expect(log.map(({ type }) => type)).toEqual([
        "message.posted",
        "message.posted",
        "message.posted",
        "message.deleted",
      ]);
    });

    withStore(open, "[S2] answers what is sent again with what is left of it", async (store) => {
      const desk = await openDesk(store);
      const row = messageRow(desk, { clientId: "k1", fingerprint: "f1" });
      const [message] = await post(store, [row]);
      if (!message) throw new Error("no message");
      await happened(store, deleteRow(desk, message));
      const [again] = await store.append([row]);
      expect(again).toEqual({ status: "duplicate", message: await messageNow(store, desk, message) });
    });

    withStore(open, "[S2] answers with it although its files are gone", async (store) => {
      const desk = await openDesk(store);
      const file = pictureOf();
      await store.addAttachments(desk.ticket.id, desk.bob.id, [file]);
      const row = messageRow(desk, { clientId: "k1", fingerprint: "f1", attachmentIds: [file.id] });
      const [message] = await post(store, [row]);
      if (!message) throw new Error("no message");
      await happened(store, deleteRow(desk, message));
      const results = await store.append([row, { ...row, fingerprint: "f2" }, { ...row, attachmentIds: [] }]);
      expect(results.map(({ status }) => status)).toEqual(["duplicate", "refused", "refused"]);
    });

    withStore(open, "remembers that a deleted message had been edited", async (store) => {
      const desk = await openDesk(store);
      const [message] = await post(store, messageRows(desk, ["a"]));
      if (!message) throw new Error("no message");
      await store.append([
        editRow(desk, message, "b", { at: NOON + 5 }),
        deleteRow(desk, message, { at: NOON + 6 }),
      ]);
      expect(await messageNow(store, desk, message)).toMatchObject({
        text: "",
        editedAt: NOON + 5,
        updatedAt: NOON + 6,
        deletedAt: NOON + 6,
      });
    });

    withStore(open, "[S1] keeps deletions over a restart, counts included", async (store, reopen) => {
      const { desk } = await withGaps(store, ["a", "-", "b"]);
      const after = await reopen();
      expect(sketchOf(await pageOf(after, desk, { deleted: false }))).toBe("a b | total 2");
      await post(after, messageRows(desk, ["c"]));
      expect(sketchOf(await pageOf(after, desk, { deleted: false }))).toBe("a b c | total 3");
    });
  });
}

/** A ticket with these messages, of which those called "-" have been deleted. */
async function withGaps(
  store: Store,
  texts: readonly string[],
): Promise<{ readonly desk: Desk; readonly sent: readonly Message[] }> {
  const desk = await openDesk(store);
  const sent = await post(store, messageRows(desk, texts));
  const gone = sent.filter(({ text }) => text === "-");
  for (const result of await store.append(gone.map((message) => deleteRow(desk, message)))) doneOf(result);
  return { desk, sent };
}
