import { describe, expect } from "vitest";
import { messageRow, openDesk, pictureOf, post, readAll, storedOf, textsOf } from "../fixtures.js";
import { expectRefusal, type OpenStore, withStore } from "./open-store.js";

/** Files: kept for one uploader on one ticket, sent once, seen by whom the message is for. */
export function attachmentsContract(open: OpenStore): void {
  describe("attachments", () => {
    withStore(open, "knows a file that waits to be sent", async (store) => {
      const { ticket, bob } = await openDesk(store);
      const attachment = pictureOf({ name: "Straße 'x'.png" });
      await store.addAttachments(ticket.id, bob.id, [attachment, pictureOf()]);
      expect(await store.attachment(attachment.id)).toEqual({
        attachment,
        ticketId: ticket.id,
        uploaderId: bob.id,
        audience: null,
      });
      expect(await store.attachment("nobody's")).toBeNull();
    });

    withStore(open, "[S6] tells whom a sent file is for", async (store) => {
      const desk = await openDesk(store);
      const [open_, hidden] = [pictureOf(), pictureOf()];
      await store.addAttachments(desk.ticket.id, desk.bob.id, [open_, hidden]);
      await post(store, [
        messageRow(desk, { attachmentIds: [open_.id] }),
        messageRow(desk, { attachmentIds: [hidden.id], audience: "internal" }),
      ]);
      expect((await store.attachment(open_.id))?.audience).toBe("public");
      expect((await store.attachment(hidden.id))?.audience).toBe("internal");
    });

    withStore(open, "hangs files on a message in the order of the row", async (store) => {
      const desk = await openDesk(store);
      const [a, b, c] = [pictureOf({ name: "a" }), pictureOf({ name: "b" }), pictureOf({ name: "c" })];
      await store.addAttachments(desk.ticket.id, desk.bob.id, [a, b]);
      await store.addAttachments(desk.ticket.id, desk.bob.id, [c]);
      const [result, plain] = await store.append([
        messageRow(desk, { attachmentIds: [c.id, a.id, b.id] }),
        messageRow(desk),
      ]);
      expect(storedOf(result).attachments).toEqual([c, a, b]);
      expect(storedOf(plain).attachments).toEqual([]);
      const [first, second] = await readAll(store, desk.ticket.id);
      expect(first?.attachments).toEqual([c, a, b]);
      expect(second?.attachments).toEqual([]);
      const { ticket } = desk;
      const page = await store.readMessages({
        ticketId: ticket.id,
        audience: "public",
        limit: 9,
        skip: 0,
        deleted: true,
      });
      expect(page.messages.map(({ attachments }) => attachments)).toEqual([[c, a, b], []]);
    });

    withStore(open, "refuses files that may not be sent alone, and stores the others", async (store) => {
      const desk = await openDesk(store, "t-1");
      const other = await openDesk(store, "t-2");
      const [fine, sent, elsewhere, anns] = [pictureOf(), pictureOf(), pictureOf(), pictureOf()];
      await store.addAttachments(desk.ticket.id, desk.bob.id, [fine, sent]);
      await store.addAttachments(other.ticket.id, desk.bob.id, [elsewhere]);
      await store.addAttachments(desk.ticket.id, desk.ann.id, [anns]);
      await post(store, [messageRow(desk, { text: "earlier", attachmentIds: [sent.id] })]);
      const wrong = [sent.id, elsewhere.id, anns.id, "unknown"];
      const results = await store.append([
        messageRow(desk, { text: "before" }),
        ...wrong.map((id) => messageRow(desk, { text: "wrong", attachmentIds: [fine.id, id] })),
        messageRow(desk, { text: "after", attachmentIds: [fine.id] }),
      ]);
      for (const refused of results.slice(1, -1)) {
        expect(refused).toMatchObject({
          status: "refused",
          code: "invalid",
          message: expect.stringMatching(/./),
        });
      }
      expect(storedOf(results.at(-1)).attachments).toEqual([fine]);
      const log = await readAll(store, desk.ticket.id);
      expect(textsOf(log)).toEqual(["earlier", "before", "after"]);
      expect(log.map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect((await store.attachment(elsewhere.id))?.audience).toBeNull();
      expect((await store.attachment(anns.id))?.audience).toBeNull();
    });

    withStore(open, "keeps files for a ticket that is chosen when they are sent", async (store) => {
      const desk = await openDesk(store, "t-1");
      const other = await openDesk(store, "t-2");
      const file = pictureOf();
      await store.addAttachments(null, desk.bob.id, [file]);
      const waiting = { attachment: file, ticketId: null, uploaderId: desk.bob.id, audience: null };
      expect(await store.attachment(file.id)).toEqual(waiting);
      const results = await store.append([
        messageRow(desk, { attachmentIds: [file.id], senderId: desk.ann.id }),
        messageRow(other, { attachmentIds: [file.id] }),
        messageRow(desk, { attachmentIds: [file.id] }),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["refused", "stored", "refused"]);
      expect(await store.attachment(file.id)).toEqual({
        ...waiting,
        ticketId: other.ticket.id,
        audience: "public",
      });
      const unsent = pictureOf({ uploadedAt: 1 });
      await store.addAttachments(null, desk.bob.id, [unsent]);
      expect(await store.dropUnsent(2, 9)).toEqual([unsent.storedName]);
    });

    withStore(open, "refuses a message that names a file twice", async (store) => {
      const desk = await openDesk(store);
      const file = pictureOf();
      await store.addAttachments(desk.ticket.id, desk.bob.id, [file]);
      const [refused] = await store.append([messageRow(desk, { attachmentIds: [file.id, file.id] })]);
      expect(refused).toMatchObject({ status: "refused", code: "invalid" });
      expect((await store.attachment(file.id))?.audience).toBeNull();
    });

    withStore(open, "sends a file once, also within one batch", async (store) => {
      const desk = await openDesk(store);
      const file = pictureOf();
      await store.addAttachments(desk.ticket.id, desk.bob.id, [file]);
      const results = await store.append([
        messageRow(desk, { attachmentIds: [file.id] }),
        messageRow(desk, { attachmentIds: [file.id] }),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["stored", "refused"]);
      expect(results[1]).toMatchObject({ code: "invalid" });
    });

    withStore(open, "keeps files free that came with a refused message", async (store) => {
      const desk = await openDesk(store);
      const file = pictureOf();
      await store.addAttachments(desk.ticket.id, desk.bob.id, [file]);
      await post(store, [messageRow(desk, { clientId: "k1", fingerprint: "one" })]);
      const again = messageRow(desk, { clientId: "k1", fingerprint: "two", attachmentIds: [file.id] });
      expect(await store.append([again])).toMatchObject([{ status: "refused", code: "conflict" }]);
      expect((await store.attachment(file.id))?.audience).toBeNull();
      await post(store, [messageRow(desk, { attachmentIds: [file.id] })]);
    });

    withStore(open, "forgets files that were never sent, oldest first, and no others", async (store) => {
      const desk = await openDesk(store);
      const at = (uploadedAt: number) => pictureOf({ uploadedAt });
      const [third, first, second, sent, late] = [at(30), at(10), at(20), at(5), at(40)];
      await store.addAttachments(desk.ticket.id, desk.bob.id, [third, first, second, sent, late]);
      await post(store, [messageRow(desk, { attachmentIds: [sent.id] })]);
      expect(await store.dropUnsent(40, 2)).toEqual([first.storedName, second.storedName]);
      expect(await store.attachment(first.id)).toBeNull();
      const [refused] = await store.append([messageRow(desk, { attachmentIds: [second.id] })]);
      expect(refused).toMatchObject({ status: "refused", code: "invalid" });
      expect(await store.dropUnsent(40, 2)).toEqual([third.storedName]);
      expect(await store.dropUnsent(40, 2)).toEqual([]);
      expect((await store.attachment(sent.id))?.audience).toBe("public");
      expect((await store.attachment(late.id))?.audience).toBeNull();
    });

    withStore(open, "takes no files for a ticket that is not there", async (store) => {
      const { bob } = await openDesk(store);
      const file = pictureOf();
      await expectRefusal(store.addAttachments(987_654_321, bob.id, [file]), "not_found");
      expect(await store.attachment(file.id)).toBeNull();
    });
  });
}
