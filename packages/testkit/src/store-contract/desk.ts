import type { CannedReply, EverywhereQuery } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRow, NOON, openDesk, post } from "../fixtures.js";
import { deleteRow, happened } from "../rows.js";
import { expectRefusal, type OpenStore, withStore } from "./open-store.js";

/** What people who work on tickets look for: messages anywhere, each other, and texts to answer with. */
export function deskContract(open: OpenStore): void {
  describe("searchEverywhere", () => {
    withStore(
      open,
      "[S6] [S13] finds what one may see on all tickets, newest first, page by page",
      async (store) => {
        const desk = await openDesk(store);
        const other = await openDesk(store, "t-other");
        await store.putTickets([{ ref: "t-other", customer: "u-eve" }], null, NOON);
        const note = { audience: "internal", senderId: desk.ann.id } as const;
        const posted = await post(store, [
          messageRow(desk, { text: "grey Parcel" }),
          messageRow(other, { text: "PARCEL, über alles", senderId: other.ann.id }),
          messageRow(desk, { text: "parcel note", ...note }),
          messageRow(other, { text: "nothing", senderId: other.ann.id }),
          messageRow(desk, { text: "taken back: parcel" }),
        ]);
        if (posted[4]) await happened(store, deleteRow(desk, posted[4]));
        const find = async (over: Partial<EverywhereQuery> = {}) => {
          const query = {
            personId: null,
            audience: "internal",
            text: "parcel",
            limit: 9,
            before: null,
          } as const;
          const { messages, next } = await store.searchEverywhere({ ...query, ...over });
          return { texts: messages.map(({ text }) => text), next };
        };
        const all = ["parcel note", "PARCEL, über alles", "grey Parcel"];
        expect(await find()).toEqual({ texts: all, next: null });
        expect((await find({ audience: "public" })).texts).toEqual(all.slice(1));
        expect((await find({ text: "ÜBER" })).texts).toEqual([all[1]]);
        expect((await find({ personId: desk.bob.id, audience: "public" })).texts).toEqual([all[2]]);
        expect((await find({ personId: 987_654_321 })).texts).toEqual([]);
        const first = await find({ limit: 2 });
        expect(first.texts).toEqual(all.slice(0, 2));
        expect(await find({ limit: 2, before: first.next })).toEqual({ texts: all.slice(2), next: null });
      },
    );

    withStore(open, "goes on through messages that are not meant", async (store) => {
      const desk = await openDesk(store);
      await post(
        store,
        Array.from({ length: 2500 }, (_, index) =>
          messageRow(desk, { text: index % 1000 === 3 ? "needle" : "hay" }),
        ),
      );
      for (const personId of [null, desk.bob.id]) {
        const query = { personId, audience: "internal", text: "needle", limit: 9, before: null } as const;
        expect((await store.searchEverywhere(query)).messages).toHaveLength(3);
      }
    });
  });

  describe("people", () => {
    withStore(
      open,
      "lists those with a role by name, and finds them by what they are called",
      async (store) => {
        await openDesk(store);
        await store.putUsers(
          [
            { ref: "u-zoe", name: "Zoë Ärmel", role: "agent", email: "zoe@example.com" },
            { ref: "u-adam", name: "adam", role: "admin" },
            { ref: "u-bea", name: "Bea", role: "agent" },
          ],
          true,
          NOON,
        );
        const find = async (text: string, limit = 9) =>
          (await store.people({ roles: ["agent", "admin"], text, limit })).map(({ ref }) => ref);
        expect(await find("")).toEqual(["u-adam", "u-ann", "u-bea", "u-zoe"]);
        expect(await find("", 2)).toEqual(["u-adam", "u-ann"]);
        expect(await find("ÄRM")).toEqual(["u-zoe"]);
        expect(await find("ZOE@")).toEqual(["u-zoe"]);
        expect(await find("u-b")).toEqual(["u-bea"]);
        expect(
          (await store.people({ roles: ["customer"], text: "", limit: 9 })).map(({ ref }) => ref),
        ).toEqual(["u-bob"]);
      },
    );
  });

  describe("canned replies", () => {
    withStore(open, "are everybody's or one's own, kept, replaced and forgotten", async (store, reopen) => {
      const { ann, bob } = await openDesk(store);
      await store.putCannedReply(replyOf("c-1", { ownerId: ann.id, shortcut: "thanks" }), 9);
      await store.putCannedReply(replyOf("c-2", { shortcut: "hello" }), 9);
      await store.putCannedReply(replyOf("c-3", { ownerId: bob.id, shortcut: "thanks" }), 9);
      await store.putCannedReply(replyOf("c-1", { ownerId: ann.id, shortcut: "bye", text: "Bye now" }), 9);
      const after = await reopen();
      expect(await after.cannedReplies(ann.id)).toEqual([
        replyOf("c-1", { ownerId: ann.id, shortcut: "bye", text: "Bye now" }),
        replyOf("c-2", { shortcut: "hello" }),
      ]);
      expect(await after.deleteCannedReply("c-1", bob.id)).toBe(false);
      expect(await after.deleteCannedReply("c-1", null)).toBe(false);
      expect(await after.deleteCannedReply("c-1", ann.id)).toBe(true);
      expect(await after.deleteCannedReply("c-1", ann.id)).toBe(false);
      expect(await after.deleteCannedReply("c-2", null)).toBe(true);
      expect(await after.cannedReplies(ann.id)).toEqual([]);
    });

    withStore(open, "have an id and a shortcut of their own, and are not too many", async (store) => {
      const { ann, bob } = await openDesk(store);
      await store.putCannedReply(replyOf("c-1", { ownerId: ann.id, shortcut: "a" }), 2);
      await expectRefusal(
        store.putCannedReply(replyOf("c-1", { ownerId: bob.id, shortcut: "b" }), 2),
        "conflict",
      );
      await expectRefusal(store.putCannedReply(replyOf("c-1", { shortcut: "b" }), 2), "conflict");
      await expectRefusal(
        store.putCannedReply(replyOf("c-2", { ownerId: ann.id, shortcut: "a" }), 2),
        "conflict",
      );
      await store.putCannedReply(replyOf("c-2", { ownerId: ann.id, shortcut: "b" }), 2);
      await expectRefusal(
        store.putCannedReply(replyOf("c-3", { ownerId: ann.id, shortcut: "c" }), 2),
        "too_large",
      );
      await store.putCannedReply(replyOf("c-2", { ownerId: ann.id, shortcut: "c" }), 2);
      await store.putCannedReply(replyOf("c-3", { shortcut: "a" }), 2);
      expect((await store.cannedReplies(ann.id)).map(({ id }) => id)).toEqual(["c-1", "c-3", "c-2"]);
    });
  });
}

function replyOf(id: string, over: Partial<CannedReply> = {}): CannedReply {
  return {
    id,
    ownerId: null,
    shortcut: id,
    title: "Title",
    text: "Text {{customer.name}}",
    updatedAt: NOON,
    ...over,
  };
}
