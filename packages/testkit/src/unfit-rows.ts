import type { AppendRow, ErrorCode, Message, Store } from "@ticketwire/core";
import { afterEach, describe, expect, it } from "vitest";
import { type Desk, messageRow, openDesk, post, readAll } from "./fixtures.js";
import { deleteRow, editRow, openRow, reactionRow, readRow } from "./rows.js";
import type { OpenedStore, OpenStore } from "./store-contract/open-store.js";

/** What a store with a schema does with rows that do not fit into it. `open` gives an empty store. */
export function unfitRows(name: string, open: OpenStore): void {
  let opened: OpenedStore[] = [];

  const begin = async (): Promise<Store> => {
    const one = await open();
    opened.push(one);
    return one.store;
  };

  afterEach(async () => {
    for (const one of opened) await one.close();
    opened = [];
  });

  describe(`${name} is given rows that do not fit`, () => {
    describe("text that the database would give back as another", () => {
      it.each([
        ["a NUL", "k\0ey"],
        ["half a surrogate pair", "k\ud83d"],
      ])("is refused alone when it holds %s", async (_what, clientId) => {
        const store = await begin();
        const desk = await openDesk(store);
        const results = await store.append([
          messageRow(desk, { text: "before" }),
          messageRow(desk, { clientId, fingerprint: "f" }),
          messageRow(desk, { text: "after" }),
          messageRow(desk, { clientId, fingerprint: "f", session: 987_654_321 }),
        ]);
        expect(results.map(({ status }) => status)).toEqual(["stored", "refused", "stored", "refused"]);
        expect(results[1]).toMatchObject({ code: "invalid" });
        await expect(store.user(clientId)).rejects.toMatchObject({ code: "invalid" });
        await expect(store.putUsers([{ ref: clientId }], false, 1)).rejects.toMatchObject({
          code: "invalid",
        });
        await store.ping();
      });
    });

    describe("a row that breaks a rule of the schema", () => {
      it.each([
        ["a sender that is not there", { senderId: 987_654_321 }, "not_found"],
        ["half a millisecond", { at: 0.5 }, "invalid"],
      ])("is refused alone: %s", async (_what, over, code) => {
        const store = await begin();
        const desk = await openDesk(store);
        const rows = [
          messageRow(desk, { text: "before" }),
          messageRow(desk, over),
          messageRow(desk, { text: "after" }),
        ];
        const results = await store.append(rows);
        expect(results[1]).toMatchObject({ status: "refused", code });
        const log = await readAll(store, desk.ticket.id);
        expect(log.map(({ seq, text }) => `${seq} ${text}`)).toEqual(["1 before", "2 after"]);
      });
    });

    describe("a row other than a message that can't be carried out", () => {
      const NOBODY = 987_654_321;

      it.each([
        ["new words with a NUL", "invalid", (desk, a) => editRow(desk, a, "bad\0text")],
        ["new words by nobody", "not_found", (desk, a) => editRow(desk, a, "b", { by: NOBODY })],
        ["half a millisecond", "invalid", (desk, a) => editRow(desk, a, "b", { at: 0.5 })],
        ["a deletion by nobody", "not_found", (desk, a) => deleteRow(desk, a, { by: NOBODY })],
        ["a reaction by nobody", "not_found", (desk, a) => reactionRow(desk, a, "+", { by: NOBODY })],
        ["half an emoji", "invalid", (desk, a) => reactionRow(desk, a, "\ud83d")],
        ["a receipt of nobody", "not_found", (desk) => readRow(desk, { by: NOBODY })],
        ["a session for nobody", "not_found", (desk) => openRow(desk, { customerId: NOBODY })],
        ["a session by nobody", "not_found", (desk) => openRow(desk, { by: NOBODY })],
      ] satisfies readonly (readonly [string, ErrorCode, (desk: Desk, a: Message) => AppendRow])[])(
        "is refused alone, and leaves nothing behind: %s",
        async (_what, code, rowOf) => {
          const store = await begin();
          const desk = await openDesk(store);
          const [a] = await post(store, [messageRow(desk, { text: "a" })]);
          const before = await readAll(store, desk.ticket.id);
          const results = await store.append([
            messageRow(desk, { text: "before" }),
            rowOf(desk, a as Message),
            messageRow(desk, { text: "after" }),
          ]);
          expect(results).toMatchObject([
            { status: "stored" },
            { status: "refused", code },
            { status: "stored" },
          ]);
          const log = await readAll(store, desk.ticket.id);
          expect(log.map(({ seq, text }) => `${seq} ${text}`)).toEqual(["1 a", "2 before", "3 after"]);
          expect(log.slice(0, 1)).toEqual(before);
          const shown = {
            ticketId: desk.ticket.id,
            audience: "public",
            limit: 9,
            skip: 0,
            deleted: false,
          } as const;
          expect(await store.readMessages(shown)).toMatchObject({ total: 3 });
          expect(await store.ticket({ id: desk.ticket.id })).toMatchObject({ session: null });
          expect(await store.append([openRow(desk), readRow(desk)])).toMatchObject([
            { status: "done", events: [{ seq: 4 }] },
            { status: "done", events: [{ seq: 5 }] },
          ]);
        },
      );
    });
  });
}
