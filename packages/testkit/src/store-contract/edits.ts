import { personOf } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRow, messageRows, NOON, openDesk, post, textsOf } from "../fixtures.js";
import { deleteRow, editRow, happened, told } from "../rows.js";
import { type OpenStore, withStore } from "./open-store.js";
import { eventsOf, messageNow, pageOf } from "./reads.js";

const NO_MESSAGE = { id: "nobody's", number: 987_654_321 };

/** Edits: a message has one text, the newest, wherever it is read. */
export function editsContract(open: OpenStore): void {
  describe("append, edits", () => {
    withStore(open, "gives a message its new text and says so in the log", async (store) => {
      const desk = await openDesk(store);
      const [before] = await post(store, messageRows(desk, ["teh parcel", "other"]));
      if (!before) throw new Error("no message");
      const row = editRow(desk, before, "the parcel 📦", { by: desk.ann.id, at: NOON + 9 });
      const event = await told(store, row, "message.edited");
      const after = { ...before, text: "the parcel 📦", editedAt: NOON + 9, updatedAt: NOON + 9 };
      expect(event).toEqual({
        type: "message.edited",
        ticketId: desk.ticket.id,
        seq: 3,
        hidden: 0,
        audience: "public",
        at: NOON + 9,
        message: after,
        by: personOf(desk.ann),
      });
      expect(await messageNow(store, desk, before)).toEqual(after);
      expect((await eventsOf(store, desk)).at(-1)).toEqual(event);
    });

    withStore(open, "replays a message with the text it has now", async (store) => {
      const desk = await openDesk(store);
      const [message] = await post(store, messageRows(desk, ["one"]));
      if (!message) throw new Error("no message");
      await store.append([editRow(desk, message, "two"), editRow(desk, message, "three")]);
      const log = await eventsOf(store, desk);
      expect(log.map(({ type }) => type)).toEqual(["message.posted", "message.edited", "message.edited"]);
      expect(log.map((event) => "message" in event && event.message.text)).toEqual([
        "three",
        "three",
        "three",
      ]);
    });

    withStore(open, "takes the same text again for no edit", async (store) => {
      const desk = await openDesk(store);
      const [message] = await post(store, messageRows(desk, ["same"]));
      if (!message) throw new Error("no message");
      expect(await happened(store, editRow(desk, message, "same"))).toEqual([]);
      expect(await messageNow(store, desk, message)).toEqual(message);
      expect(await eventsOf(store, desk)).toHaveLength(1);
      const [first, second] = await store.append([
        editRow(desk, message, "new"),
        editRow(desk, message, "new"),
      ]);
      expect(first).toMatchObject({ status: "done", events: [{ seq: 2 }] });
      expect(second).toEqual({ status: "done", events: [], dropped: [] });
    });

    withStore(open, "refuses what is not on the ticket, or not there any more, alone", async (store) => {
      const desk = await openDesk(store, "t-1");
      const other = await openDesk(store, "t-2");
      const [gone, kept] = await post(store, messageRows(desk, ["gone", "kept"]));
      const [elsewhere] = await post(store, messageRows(other, ["elsewhere"]));
      if (!gone || !kept || !elsewhere) throw new Error("no messages");
      await happened(store, deleteRow(desk, gone));
      const results = await store.append([
        editRow(desk, NO_MESSAGE, "x"),
        editRow(desk, elsewhere, "x"),
        editRow(desk, gone, "x"),
        editRow(desk, kept, "edited"),
        editRow(desk, kept, "x", { ticketId: 987_654_321 }),
      ]);
      expect(results).toMatchObject([
        { status: "refused", code: "not_found" },
        { status: "refused", code: "not_found" },
        { status: "refused", code: "not_found" },
        { status: "done", events: [{ seq: 4 }] },
        { status: "refused", code: "not_found" },
      ]);
      expect((await messageNow(store, other, elsewhere)).text).toBe("elsewhere");
    });

    withStore(open, "[S6] keeps an edited note from public readers", async (store) => {
      const desk = await openDesk(store);
      const [, note] = await post(store, messageRows(desk, ["a", "note"]));
      if (!note) throw new Error("no note");
      const event = await told(store, editRow(desk, note, "note, better"), "message.edited");
      expect(event).toMatchObject({ audience: "internal", seq: 3, hidden: 2 });
      const [after] = await post(store, messageRows(desk, ["b"]));
      expect(after).toMatchObject({ seq: 4, hidden: 2 });
      expect((await eventsOf(store, desk, "public")).map(({ seq }) => seq)).toEqual([1, 4]);
    });

    withStore(open, "takes no edit for a message", async (store) => {
      const desk = await openDesk(store);
      const [a] = await post(store, messageRows(desk, ["a", "b"]));
      if (!a) throw new Error("no message");
      await happened(store, editRow(desk, a, "A"));
      await post(store, messageRows(desk, ["c"]));
      const page = await pageOf(store, desk, { limit: 2 });
      expect(textsOf(page.messages)).toEqual(["b", "c"]);
      expect(page).toMatchObject({ total: 3, hasOlder: true, head: { seq: 4, hidden: 0 } });
      expect(textsOf((await pageOf(store, desk, { after: a })).messages)).toEqual(["b", "c"]);
    });

    withStore(open, "[S2] answers what is sent again with the message as it is now", async (store) => {
      const desk = await openDesk(store);
      const row = messageRow(desk, { clientId: "k1", fingerprint: "f1" });
      const [message] = await post(store, [row]);
      if (!message) throw new Error("no message");
      await happened(store, editRow(desk, message, "edited"));
      const [again] = await store.append([row]);
      expect(again).toEqual({ status: "duplicate", message: await messageNow(store, desk, message) });
    });

    withStore(open, "[S1] keeps edits over a restart", async (store, reopen) => {
      const desk = await openDesk(store);
      const [message] = await post(store, messageRows(desk, ["a"]));
      if (!message) throw new Error("no message");
      await happened(store, editRow(desk, message, "b"));
      const before = await messageNow(store, desk, message);
      expect(await messageNow(await reopen(), desk, message)).toEqual(before);
    });
  });
}
