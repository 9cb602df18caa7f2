import { type Message, personOf, type Store } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { type Desk, messageRows, NOON, openDesk, post } from "../fixtures.js";
import { deleteRow, doneOf, happened, reactionRow, told } from "../rows.js";
import { type OpenStore, withStore } from "./open-store.js";
import { eventsOf, messageNow } from "./reads.js";

/** Reactions: who answered a message with which emoji, each once, in the order they did. */
export function reactionsContract(open: OpenStore): void {
  describe("append, reactions", () => {
    withStore(open, "puts an emoji on a message, and takes it off", async (store) => {
      const { desk, message } = await withMessage(store);
      const ann = personOf(desk.ann);
      const on = await told(store, reactionRow(desk, message, "👍", { at: NOON + 5 }), "message.reacted");
      const reacted = { ...message, reactions: [{ emoji: "👍", by: [ann] }] };
      expect(on).toEqual({
        type: "message.reacted",
        ticketId: desk.ticket.id,
        seq: 2,
        hidden: 0,
        audience: "public",
        at: NOON + 5,
        message: reacted,
        by: ann,
        emoji: "👍",
        on: true,
      });
      expect(await messageNow(store, desk, message)).toEqual(reacted);
      expect((await eventsOf(store, desk)).at(-1)).toEqual(on);
      const off = await told(store, reactionRow(desk, message, "👍", { on: false }), "message.reacted");
      expect(off).toMatchObject({ seq: 3, emoji: "👍", on: false, message: { reactions: [] } });
      expect(await messageNow(store, desk, message)).toEqual(message);
    });

    withStore(open, "changes nothing when it is on already, or was not on", async (store) => {
      const { desk, message } = await withMessage(store);
      const on = reactionRow(desk, message, "👍");
      const off = { ...on, on: false };
      const results = await store.append([off, on, on, off, off]);
      expect(results.map((result) => doneOf(result).events.length)).toEqual([0, 1, 0, 1, 0]);
      expect((await messageNow(store, desk, message)).reactions).toEqual([]);
      expect(await eventsOf(store, desk)).toHaveLength(3);
    });

    withStore(open, "keeps the order in which people came", async (store) => {
      const { desk, message } = await withMessage(store);
      const by = { ann: desk.ann.id, bob: desk.bob.id };
      const rows = [
        reactionRow(desk, message, "🎉", { by: by.bob }),
        reactionRow(desk, message, "👍", { by: by.ann }),
        reactionRow(desk, message, "🎉", { by: by.ann }),
        reactionRow(desk, message, "👍", { by: by.bob }),
      ];
      await store.append(rows);
      expect(await sketch(store, desk, message)).toEqual(["🎉 u-bob u-ann", "👍 u-ann u-bob"]);
      await happened(store, reactionRow(desk, message, "🎉", { by: by.bob, on: false }));
      await happened(store, reactionRow(desk, message, "🎉", { by: by.bob }));
      expect(await sketch(store, desk, message)).toEqual(["👍 u-ann u-bob", "🎉 u-ann u-bob"]);
    });

    withStore(open, "tells emojis apart to the letter", async (store) => {
      const { desk, message } = await withMessage(store);
      const emojis = ["👍", "👍🏽", "❤", "❤️", "👩‍👩‍👧", "a", "A", ":x:"];
      await store.append(emojis.map((emoji) => reactionRow(desk, message, emoji)));
      const { reactions } = await messageNow(store, desk, message);
      expect(reactions.map(({ emoji }) => emoji)).toEqual(emojis);
    });

    withStore(open, "takes at most 20 different emojis on one message", async (store) => {
      const { desk, message } = await withMessage(store);
      const emojis = Array.from({ length: 21 }, (_, index) => `e${index}`);
      const results = await store.append(emojis.map((emoji) => reactionRow(desk, message, emoji)));
      expect(results.slice(0, 20).every(({ status }) => status === "done")).toBe(true);
      expect(results[20]).toMatchObject({ status: "refused", code: "invalid" });
      const same = reactionRow(desk, message, "e3", { by: desk.bob.id });
      expect(await happened(store, same)).toHaveLength(1);
      await happened(store, reactionRow(desk, message, "e7", { on: false }));
      expect(await happened(store, reactionRow(desk, message, "e20"))).toHaveLength(1);
      expect((await messageNow(store, desk, message)).reactions).toHaveLength(20);
    });

    withStore(open, "refuses what is not on the ticket, or not there any more, alone", async (store) => {
      const { desk, message } = await withMessage(store);
      const other = await openDesk(store, "t-2");
      const [gone] = await post(store, messageRows(desk, ["gone"]));
      if (!gone) throw new Error("no message");
      await happened(store, deleteRow(desk, gone));
      const results = await store.append([
        reactionRow(other, message, "👍"),
        reactionRow(desk, gone, "👍"),
        reactionRow(desk, { id: "nobody's", number: 987_654_321 }, "👍"),
        reactionRow(desk, message, "👍"),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["refused", "refused", "refused", "done"]);
      for (const refused of results.slice(0, 3)) expect(refused).toMatchObject({ code: "not_found" });
    });

    withStore(open, "[S6] keeps reactions to a note from public readers", async (store) => {
      const desk = await openDesk(store);
      const [, note] = await post(store, messageRows(desk, ["a", "note"]));
      if (!note) throw new Error("no note");
      const event = await told(store, reactionRow(desk, note, "👍"), "message.reacted");
      expect(event).toMatchObject({ audience: "internal", seq: 3, hidden: 2 });
      expect(await eventsOf(store, desk, "public")).toHaveLength(1);
    });

    withStore(open, "shows people as they are now, also after a restart", async (store, reopen) => {
      const { desk, message } = await withMessage(store);
      await happened(store, reactionRow(desk, message, "👍"));
      await store.putUsers([{ ref: "u-ann", name: "Ann Ray" }], true, NOON);
      const { reactions } = await messageNow(await reopen(), desk, message);
      expect(reactions).toEqual([{ emoji: "👍", by: [{ ...personOf(desk.ann), name: "Ann Ray" }] }]);
    });
  });
}

async function withMessage(store: Store): Promise<{ readonly desk: Desk; readonly message: Message }> {
  const desk = await openDesk(store);
  const [message] = await post(store, messageRows(desk, ["a"]));
  if (!message) throw new Error("no message");
  return { desk, message };
}

async function sketch(store: Store, desk: Desk, message: Message): Promise<readonly string[]> {
  const { reactions } = await messageNow(store, desk, message);
  return reactions.map(({ emoji, by }) => [emoji, ...by.map(({ ref }) => ref)].join(" "));
}
