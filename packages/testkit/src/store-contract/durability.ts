import type { Store } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRow, messageRows, NOON, openDesk, pictureOf, post } from "../fixtures.js";
import { type OpenStore, withStore } from "./open-store.js";

/** What is there after a restart. */
export function durabilityContract(open: OpenStore): void {
  describe("after a restart", () => {
    withStore(open, "[S1] everything is there as it was", async (store, reopen) => {
      const desk = await openDesk(store);
      const { id } = desk.ticket;
      const [sent, waiting] = [pictureOf(), pictureOf()];
      await store.addAttachments(id, desk.bob.id, [sent, waiting]);
      await post(store, [
        messageRow(desk, { text: "with a file", attachmentIds: [sent.id], clientId: "k", fingerprint: "f" }),
        ...messageRows(desk, ["note", "b"]),
      ]);
      await store.putUsers(
        [{ ref: "u-ann", role: "admin", department: "D", permissions: ["p"] }],
        true,
        NOON,
      );
      await store.putTickets([{ ref: "t-desk", status: "open", participants: ["u-eve"] }], desk.ann.id, NOON);
      const everything = (from: Store): Promise<unknown> =>
        Promise.all([
          from.ticket({ id }),
          from.tickets({ personId: null, limit: 9 }),
          from.tickets({ personId: desk.bob.id, limit: 9 }),
          from.user("u-ann"),
          from.user("u-eve"),
          from.readMessages({ ticketId: id, audience: "internal", limit: 9, skip: 0, deleted: true }),
          from.readMessages({ ticketId: id, audience: "public", limit: 1, skip: 1, deleted: true }),
          from.readLog({ ticketId: id, audience: "internal", after: 0, limit: 9 }),
          from.readLog({ ticketId: id, audience: "public", after: 1, limit: 9 }),
          from.heads([id]).then((heads) => [...heads]),
          from.attachment(sent.id),
          from.attachment(waiting.id),
        ]);
      const before = await everything(store);
      expect(await everything(await reopen())).toEqual(before);
    });

    withStore(open, "[S3] logs and numbers go on where they stopped", async (store, reopen) => {
      const desk = await openDesk(store);
      const sent = await post(store, messageRows(desk, ["a", "note"]));
      const after = await reopen();
      const [next] = await post(after, messageRows(desk, ["b"]));
      expect(next).toMatchObject({ seq: 3, hidden: 1 });
      expect(sent.map(({ number }) => number)).not.toContain(next?.number);
      const [put] = await after.putTickets([{ ref: "another" }], null, NOON);
      expect(put?.ticket.number).not.toBe(desk.ticket.number);
    });

    withStore(open, "[S4] a ticket's epoch is the same", async (store, reopen) => {
      const { ticket } = await openDesk(store);
      expect((await (await reopen()).ticket({ id: ticket.id }))?.epoch).toBe(ticket.epoch);
    });

    withStore(open, "the store answers", async (store, reopen) => {
      await store.ping();
      await (await reopen()).ping();
    });
  });
}
