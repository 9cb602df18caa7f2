import type { Message } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRow, messageRows, openDesk, post, storedOf } from "../fixtures.js";
import { deleteRow, happened } from "../rows.js";
import { type OpenStore, withStore } from "./open-store.js";
import { messageNow } from "./reads.js";

/** Replies: a message points at another one on its ticket that all its readers may see. */
export function repliesContract(open: OpenStore): void {
  describe("append, replies", () => {
    withStore(open, "points at a message named by id or by number", async (store) => {
      const desk = await openDesk(store);
      const [first] = (await post(store, messageRows(desk, ["question"]))) as [Message];
      const { id, number } = first;
      const rows = [{ id }, { number }].map((replyTo) => messageRow(desk, { replyTo }));
      const results = await store.append(rows);
      for (const result of results) {
        expect(storedOf(result).replyTo).toEqual({ id, number, isDeleted: false });
      }
      for (const row of rows) {
        expect((await messageNow(store, desk, row)).replyTo).toEqual({ id, number, isDeleted: false });
      }
      expect((await messageNow(store, desk, first)).replyTo).toBeNull();
    });

    withStore(open, "points at a message of the same batch", async (store) => {
      const desk = await openDesk(store);
      const question = messageRow(desk);
      const answer = messageRow(desk, { replyTo: { id: question.id } });
      const [, result] = await store.append([question, answer]);
      expect(storedOf(result).replyTo).toMatchObject({ id: question.id, isDeleted: false });
    });

    withStore(open, "shows that what it replies to has been deleted", async (store, reopen) => {
      const desk = await openDesk(store);
      const [first] = (await post(store, messageRows(desk, ["question"]))) as [Message];
      const { id, number } = first;
      const answer = messageRow(desk, { replyTo: { id }, clientId: "k1", fingerprint: "f1" });
      await post(store, [answer]);
      await happened(store, deleteRow(desk, first));
      const replyTo = { id, number, isDeleted: true };
      expect((await messageNow(store, desk, answer)).replyTo).toEqual(replyTo);
      const [again] = await store.append([answer]);
      expect(again).toMatchObject({ status: "duplicate", message: { replyTo } });
      expect((await messageNow(await reopen(), desk, answer)).replyTo).toEqual(replyTo);
    });

    withStore(open, "refuses to point elsewhere, at nothing, or at what is gone, alone", async (store) => {
      const desk = await openDesk(store, "t-1");
      const other = await openDesk(store, "t-2");
      const [gone, kept] = (await post(store, messageRows(desk, ["gone", "kept"]))) as [Message, Message];
      const [elsewhere] = (await post(store, messageRows(other, ["elsewhere"]))) as [Message];
      await happened(store, deleteRow(desk, gone));
      const wrong = [
        { id: elsewhere.id },
        { number: elsewhere.number },
        { id: gone.id },
        { id: "nobody's" },
        { number: 987_654_321 },
      ];
      const results = await store.append([
        ...wrong.map((replyTo) => messageRow(desk, { replyTo })),
        messageRow(desk, { replyTo: { id: kept.id } }),
      ]);
      for (const refused of results.slice(0, -1)) {
        expect(refused).toMatchObject({
          status: "refused",
          code: "invalid",
          message: expect.stringMatching(/./),
          details: { field: "replyTo" },
        });
      }
      expect(storedOf(results.at(-1)).place.seq).toBe(4);
    });

    withStore(open, "[S6] lets only notes reply to notes", async (store) => {
      const desk = await openDesk(store);
      const [a, note] = (await post(store, messageRows(desk, ["a", "note"]))) as [Message, Message];
      const results = await store.append([
        messageRow(desk, { replyTo: { id: note.id } }),
        messageRow(desk, { replyTo: { id: note.id }, audience: "internal" }),
        messageRow(desk, { replyTo: { id: a.id }, audience: "internal" }),
        messageRow(desk, { replyTo: { id: "nobody's" } }),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["refused", "stored", "stored", "refused"]);
      const messageOf = (index: number, name: string): string => {
        const result = results[index];
        return result?.status === "refused" ? result.message.replace(name, "") : "";
      };
      expect(messageOf(0, note.id)).toBe(messageOf(3, "nobody's"));
    });
  });
}
