import type { Attachment, Message, MessageRow } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { type Desk, messageRow, NOON, openDesk, pictureOf, post, readAll, textsOf } from "../fixtures.js";
import { type OpenStore, withStore } from "./open-store.js";

/** Said once: (ticket, sender, client id) is unique for good. */
export function onceContract(open: OpenStore): void {
  describe("append, said twice", () => {
    withStore(open, "[S2] answers a repeated send within a batch with the first message", async (store) => {
      const desk = await openDesk(store);
      const results = await store.append([
        said(desk, "k1", "hello"),
        said(desk, "k1", "hello"),
        said(desk, "k2", "next"),
      ]);
      const log = await readAll(store, desk.ticket.id);
      expect(textsOf(log)).toEqual(["hello", "next"]);
      expect(log.map(({ seq }) => seq)).toEqual([1, 2]);
      expect(results.map(({ status }) => status)).toEqual(["stored", "duplicate", "stored"]);
      expect(results[1]).toEqual({ status: "duplicate", message: log[0] });
    });

    withStore(open, "[S2] answers a repeated send in a later batch with the first message", async (store) => {
      const desk = await openDesk(store);
      const [first] = await post(store, [said(desk, "k1", "hello", { at: NOON })]);
      await post(store, [messageRow(desk, { text: "meanwhile" })]);
      const [again] = await store.append([said(desk, "k1", "hello", { at: NOON + 5000 })]);
      expect(again).toEqual({ status: "duplicate", message: first });
      expect(textsOf(await readAll(store, desk.ticket.id))).toEqual(["hello", "meanwhile"]);
    });

    withStore(
      open,
      "[S2] answers a repeated send after a restart with the first message",
      async (store, reopen) => {
        const desk = await openDesk(store);
        const [first] = await post(store, [said(desk, "k1", "hello")]);
        const after = await reopen();
        expect(await after.append([said(desk, "k1", "hello")])).toEqual([
          { status: "duplicate", message: first },
        ]);
        expect(textsOf(await readAll(after, desk.ticket.id))).toEqual(["hello"]);
      },
    );

    withStore(open, "[S2] stores one of many sends that race", async (store) => {
      const desk = await openDesk(store);
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => store.append([said(desk, "k1", "hello"), messageRow(desk)])),
      );
      const statuses = answers.map(([result]) => result?.status);
      expect(statuses.filter((status) => status === "stored")).toHaveLength(1);
      expect(statuses.filter((status) => status === "duplicate")).toHaveLength(11);
      const log = await readAll(store, desk.ticket.id);
      expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: 13 }, (_, index) => index + 1));
    });

    withStore(open, "[S2] gives a duplicate back whole, files and place included", async (store) => {
      const desk = await openDesk(store);
      const files = [pictureOf(), pictureOf({ name: "bill.pdf", type: "application/pdf" })];
      await store.addAttachments(desk.ticket.id, desk.bob.id, files);
      const over: Partial<MessageRow> = { attachmentIds: files.map(({ id }) => id), kind: "file" };
      await post(store, [messageRow(desk, { audience: "internal" }), said(desk, "k1", "", over)]);
      const [again] = await store.append([said(desk, "k1", "", over)]);
      const first = (await readAll(store, desk.ticket.id))[1];
      expect(again).toEqual({ status: "duplicate", message: first });
      expect(first).toMatchObject({
        seq: 2,
        hidden: 1,
        kind: "file",
        attachments: files,
      } satisfies Partial<Message>);
    });

    withStore(open, "[S2] knows files that were uploaded again by their content", async (store) => {
      const desk = await openDesk(store);
      const [a, b] = [pictureOf(), pictureOf()];
      const again = [pictureOf({ digest: a.digest, name: "other.png" }), pictureOf({ digest: b.digest })];
      await store.addAttachments(desk.ticket.id, desk.bob.id, [a, b, ...again]);
      const send = (files: readonly Attachment[]): MessageRow =>
        said(desk, "k1", "look", { attachmentIds: files.map(({ id }) => id) });
      const [message] = await post(store, [send([a, b])]);
      const results = await store.append([send([a, b]), send(again)]);
      expect(results).toEqual([
        { status: "duplicate", message },
        { status: "duplicate", message },
      ]);
      for (const { id } of again) expect((await store.attachment(id))?.audience).toBeNull();
      expect(await store.append([send([a])])).toMatchObject([{ status: "refused", code: "conflict" }]);
      expect(await store.dropUnsent(NOON * 2, 9)).toHaveLength(2);
    });

    withStore(open, "[S2] takes other files for another body", async (store) => {
      const desk = await openDesk(store);
      const [a, b, same, other] = [pictureOf(), pictureOf(), pictureOf(), pictureOf()];
      await store.addAttachments(desk.ticket.id, desk.bob.id, [a, b, same, other]);
      const anns = pictureOf({ digest: a.digest });
      await store.addAttachments(desk.ticket.id, desk.ann.id, [anns]);
      const send = (...files: readonly Attachment[]): MessageRow =>
        said(desk, "k1", "look", { attachmentIds: files.map(({ id }) => id) });
      await post(store, [send(a, b)]);
      for (const files of [[], [a], [b, a], [a, other], [a, b, other], [same, other]]) {
        expect(await store.append([send(...files)])).toMatchObject([{ status: "refused", code: "conflict" }]);
      }
      expect(await store.append([send(anns, b)])).toMatchObject([{ status: "refused" }]);
      expect((await store.attachment(other.id))?.audience).toBeNull();
    });

    withStore(
      open,
      "[S2] takes the same key of another sender or ticket for another message",
      async (store) => {
        const one = await openDesk(store, "t-1");
        const two = await openDesk(store, "t-2");
        const rows = [
          said(one, "k1", "by Bob"),
          said(one, "k1", "by Ann", { senderId: one.ann.id }),
          said(two, "k1", "elsewhere"),
        ];
        expect((await store.append(rows)).map(({ status }) => status)).toEqual([
          "stored",
          "stored",
          "stored",
        ]);
      },
    );

    withStore(open, "[S2] never takes messages without a key for the same", async (store) => {
      const desk = await openDesk(store);
      await store.append([messageRow(desk), messageRow(desk)]);
      await store.append([messageRow(desk)]);
      expect(await readAll(store, desk.ticket.id)).toHaveLength(3);
    });

    withStore(open, "[S2] tells keys apart to the letter", async (store) => {
      const desk = await openDesk(store);
      const keys = ["k", "K", "k ", "ḱ", "1", "01", ""];
      await post(
        store,
        keys.map((key) => said(desk, key, key)),
      );
      expect(textsOf(await readAll(store, desk.ticket.id))).toEqual(keys);
    });

    withStore(open, "[S2] refuses the same key with another body alone", async (store) => {
      const desk = await openDesk(store);
      await post(store, [said(desk, "k1", "hello")]);
      const results = await store.append([
        messageRow(desk, { text: "before" }),
        said(desk, "k1", "goodbye"),
        said(desk, "k2", "one"),
        said(desk, "k2", "two"),
        messageRow(desk, { text: "after" }),
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        "stored",
        "refused",
        "stored",
        "refused",
        "stored",
      ]);
      expect(results[1]).toMatchObject({ code: "conflict" });
      expect(results[3]).toMatchObject({ code: "conflict" });
      const log = await readAll(store, desk.ticket.id);
      expect(textsOf(log)).toEqual(["hello", "before", "one", "after"]);
      expect(log.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    });
  });
}

function said(desk: Desk, clientId: string, text: string, over: Partial<MessageRow> = {}): MessageRow {
  return messageRow(desk, { clientId, text, fingerprint: `of ${text}`, ...over });
}
