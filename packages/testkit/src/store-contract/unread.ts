import type { Message, Store, UnreadQuery } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { type Desk, messageRow, messageRows, NOON, openDesk, post } from "../fixtures.js";
import { deleteRow, happened, readRow } from "../rows.js";
import { type OpenStore, withStore } from "./open-store.js";

/** What is unread: by a person, or by everybody on one side of a ticket. */
export function unreadContract(open: OpenStore): void {
  describe("unread", () => {
    withStore(open, "counts what others wrote until it is read", async (store) => {
      const desk = await openDesk(store);
      expect(await unread(store, desk)).toEqual({ ann: 0, bob: 0, agents: 0, customers: 0 });
      await store.append([messageRow(desk), messageRow(desk), byAnn(desk)]);
      expect(await unread(store, desk)).toEqual({ ann: 2, bob: 1, agents: 2, customers: 1 });
      await happened(store, readRow(desk));
      expect(await unread(store, desk)).toEqual({ ann: 0, bob: 1, agents: 0, customers: 1 });
      await store.append([messageRow(desk), byAnn(desk)]);
      expect(await unread(store, desk)).toEqual({ ann: 1, bob: 2, agents: 1, customers: 2 });
    });

    withStore(open, "counts on after single messages have been read", async (store) => {
      const desk = await openDesk(store);
      const sent = await post(store, messageRows(desk, ["1", "2", "3", "4", "5"]));
      const read = (...at: readonly number[]): Promise<unknown> =>
        happened(store, readRow(desk, { messages: at.map((index) => sent[index]?.number ?? 0) }));
      await read(3);
      expect(await unread(store, desk)).toMatchObject({ ann: 4, agents: 4 });
      await read(0, 1);
      expect(await unread(store, desk)).toMatchObject({ ann: 2, agents: 2 });
      await happened(store, readRow(desk, { within: { from: place(0), to: place(3) } }));
      expect(await unread(store, desk)).toMatchObject({ ann: 1, agents: 1 });
      await read(4);
      expect(await unread(store, desk)).toMatchObject({ ann: 0, agents: 0 });
      await store.append([messageRow(desk)]);
      expect(await unread(store, desk)).toMatchObject({ ann: 1, agents: 1 });
    });

    withStore(open, "counts nothing that is deleted", async (store) => {
      const desk = await openDesk(store);
      const [read, a, b] = (await post(store, messageRows(desk, ["r", "a", "b"]))) as [
        Message,
        Message,
        Message,
      ];
      await happened(store, readRow(desk, { messages: [read.number] }));
      await happened(store, deleteRow(desk, a));
      expect(await unread(store, desk)).toMatchObject({ ann: 1, agents: 1 });
      await happened(store, deleteRow(desk, read));
      await happened(store, deleteRow(desk, b));
      expect(await unread(store, desk)).toMatchObject({ ann: 0, agents: 0 });
    });

    withStore(open, "takes what one person read for read by their side", async (store) => {
      const desk = await openDesk(store);
      const eve = await colleague(store, "u-eve");
      await post(store, messageRows(desk, ["1", "2", "3"]));
      await happened(store, readRow(desk, { by: eve, within: { from: place(0), to: place(2) } }));
      expect(await unread(store, desk)).toMatchObject({ ann: 3, agents: 1 });
      await happened(store, readRow(desk, { within: { from: place(2), to: null } }));
      expect(await unread(store, desk)).toMatchObject({ ann: 2, agents: 0 });
      expect(await counted(store, desk, { by: { personId: eve } })).toBe(1);
    });

    withStore(open, "takes sides by the roles people have now", async (store) => {
      const desk = await openDesk(store);
      await store.append([messageRow(desk), byAnn(desk)]);
      await store.putUsers([{ ref: "u-bob", role: "employee" }], true, NOON + 1);
      expect(await unread(store, desk)).toEqual({ ann: 1, bob: 1, agents: 0, customers: 2 });
      await happened(store, readRow(desk, { by: desk.bob.id }));
      expect(await unread(store, desk)).toEqual({ ann: 1, bob: 0, agents: 0, customers: 2 });
      await store.putUsers([{ ref: "u-bob", role: "customer" }], true, NOON + 2);
      expect(await unread(store, desk)).toEqual({ ann: 1, bob: 0, agents: 1, customers: 0 });
    });

    withStore(open, "counts what the system says for persons only", async (store) => {
      const desk = await openDesk(store);
      await store.append([messageRow(desk, { kind: "system" }), byAnn(desk, { kind: "system" })]);
      expect(await unread(store, desk)).toEqual({ ann: 1, bob: 1, agents: 0, customers: 0 });
      await happened(store, readRow(desk));
      expect(await unread(store, desk)).toEqual({ ann: 0, bob: 1, agents: 0, customers: 0 });
    });

    withStore(open, "[S6] counts no notes for public readers", async (store) => {
      const desk = await openDesk(store);
      const eve = await colleague(store, "u-eve");
      await post(store, messageRows(desk, ["1", "note 1", "2", "note 2"]));
      const ofEve = (audience: "public" | "internal"): Promise<number> =>
        counted(store, desk, { audience, by: { personId: eve } });
      expect(await ofEve("public")).toBe(2);
      expect(await ofEve("internal")).toBe(4);
      await happened(store, readRow(desk, { by: eve, audience: "public" }));
      expect(await ofEve("public")).toBe(0);
      expect(await ofEve("internal")).toBe(2);
      await happened(store, readRow(desk, { by: eve }));
      expect(await ofEve("internal")).toBe(0);
      const customers = { by: { side: "customer" } } as const;
      expect(await counted(store, desk, { ...customers, audience: "public" })).toBe(0);
      expect(await counted(store, desk, { ...customers, audience: "internal" })).toBe(2);
    });

    withStore(open, "[S6] counts for public readers what was read along with notes", async (store) => {
      const desk = await openDesk(store);
      const eve = await colleague(store, "u-eve");
      await post(store, messageRows(desk, ["1", "note 1", "2", "note 2"]));
      await happened(store, readRow(desk, { by: eve }));
      await post(store, messageRows(desk, ["3", "note 3"]));
      const ofEve = (audience: "public" | "internal"): Promise<number> =>
        counted(store, desk, { audience, by: { personId: eve } });
      expect(await ofEve("public")).toBe(1);
      expect(await ofEve("internal")).toBe(2);
      const agents = { by: { side: "agent" } } as const;
      expect(await counted(store, desk, { ...agents, audience: "public" })).toBe(1);
      expect(await counted(store, desk, { ...agents, audience: "internal" })).toBe(1);
    });

    withStore(open, "counts within a part of the log", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["1", "2", "3", "4", "5"]));
      const within = { from: place(1), to: place(4) };
      expect(await counted(store, desk, { within })).toBe(3);
      expect(await counted(store, desk, { within, by: { side: "agent" } })).toBe(3);
      await happened(store, readRow(desk, { within: { from: place(2), to: place(3) } }));
      expect(await counted(store, desk, { within })).toBe(2);
      expect(await counted(store, desk, { within: { from: place(3), to: null } })).toBe(2);
      expect(await counted(store, desk, { within: { from: place(5), to: null } })).toBe(0);
      expect(await unread(store, desk)).toMatchObject({ ann: 4, agents: 4 });
    });

    withStore(open, "answers many questions at once, each in its place", async (store) => {
      const one = await openDesk(store, "t-1");
      const two = await openDesk(store, "t-2");
      await post(store, [...messageRows(one, ["1"]), ...messageRows(two, ["2", "note", "3"])]);
      await happened(store, readRow(two, { within: { from: place(0), to: place(1) } }));
      const ask = ({ ticket }: Desk, personId: number): UnreadQuery => ({
        ticketId: ticket.id,
        audience: "internal",
        by: { personId },
      });
      const { ann, bob } = one;
      const queries = [ask(two, ann.id), ask(one, bob.id), ask(two, bob.id), ask(one, ann.id)];
      expect(await store.unread(queries)).toEqual([1, 0, 1, 1]);
      expect(await store.unread([])).toEqual([]);
      const many = Array.from({ length: 200 }, (_, index) => queries[index % 4] as UnreadQuery);
      expect(await store.unread(many)).toEqual(many.map((_, index) => [1, 0, 1, 1][index % 4]));
    });

    withStore(open, "[S1] counts the same after a restart", async (store, reopen) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["1", "2", "3"]));
      await happened(store, readRow(desk, { within: { from: place(0), to: place(2) } }));
      expect(await unread(await reopen(), desk)).toEqual({ ann: 1, bob: 0, agents: 1, customers: 0 });
    });
  });
}

async function unread(
  store: Store,
  desk: Desk,
): Promise<Record<"ann" | "bob" | "agents" | "customers", number>> {
  const ask = (by: UnreadQuery["by"]): UnreadQuery => ({
    ticketId: desk.ticket.id,
    audience: "internal",
    by,
  });
  const [ann = -1, bob = -1, agents = -1, customers = -1] = await store.unread([
    ask({ personId: desk.ann.id }),
    ask({ personId: desk.bob.id }),
    ask({ side: "agent" }),
    ask({ side: "customer" }),
  ]);
  return { ann, bob, agents, customers };
}

/** What Ann has not read on the desk's ticket, notes included, unless `over` asks for something else. */
async function counted(store: Store, { ticket, ann }: Desk, over: Partial<UnreadQuery>): Promise<number> {
  const query: UnreadQuery = { ticketId: ticket.id, audience: "internal", by: { personId: ann.id } };
  const [count = -1] = await store.unread([{ ...query, ...over }]);
  return count;
}

function byAnn(desk: Desk, over: Parameters<typeof messageRow>[1] = {}) {
  return messageRow(desk, { senderId: desk.ann.id, ...over });
}

function place(seq: number): { readonly seq: number; readonly hidden: number } {
  return { seq, hidden: 0 };
}

async function colleague(store: Store, ref: string): Promise<number> {
  const [put] = await store.putUsers([{ ref, role: "agent" }], true, NOON);
  return put?.user.id ?? 0;
}
