import { placeIn, type Store, type TicketQuery, type TicketSearchQuery } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRow, NOON, openDesk, pictureOf, post } from "../fixtures.js";
import { deleteRow, happened, openRow, readRow, sessionRow, told } from "../rows.js";
import { type OpenStore, withStore } from "./open-store.js";

/** Lists of tickets as those see them who work on tickets: filters, pages, summaries. */
export function ticketListsContract(open: OpenStore): void {
  describe("tickets, filtered", () => {
    withStore(open, "by status, assignee, number and ref, in any combination", async (store) => {
      const { list } = await withTickets(store);
      expect(await list({ statuses: ["open"] })).toEqual(["t-5", "t-3", "t-1"]);
      expect(await list({ statuses: ["open", "closed"] })).toEqual(["t-5", "t-4", "t-3", "t-1"]);
      expect(await list({ statuses: ["open", "closed"], limit: 2 })).toEqual(["t-5", "t-4"]);
      expect(await list({ statuses: ["paused"] })).toEqual([]);
      const ann = (await store.user("u-ann"))?.id ?? 0;
      expect(await list({ assigneeId: ann })).toEqual(["t-4", "t-1"]);
      expect(await list({ assigneeId: null })).toEqual(["t-5", "t-3", "t-2"]);
      expect(await list({ assigneeId: ann, statuses: ["closed", "open"] })).toEqual(["t-4", "t-1"]);
      expect(await list({ assigneeId: null, statuses: ["open"] })).toEqual(["t-5", "t-3"]);
      const [number] = (await store.tickets({ personId: null, limit: 1 })).map((ticket) => ticket.number);
      expect(await list({ number })).toEqual(["t-5"]);
      expect(await list({ refs: ["t-3", "t-1", "nobody's"] })).toEqual(["t-3", "t-1"]);
      expect(await list({ refs: ["t-3"], statuses: ["closed"] })).toEqual([]);
      expect(await list({ personId: ann, statuses: ["open"] })).toEqual(["t-1"]);
    });

    withStore(open, "by whom they are for, and by what their status is not", async (store) => {
      const { list } = await withTickets(store);
      await store.putTickets([{ ref: "t-6", customer: "u-ann", assignee: "u-bob" }], null, NOON + 6);
      await store.putTickets([{ ref: "t-7", customer: "u-bob", status: "closed" }], null, NOON + 7);
      const ann = (await store.user("u-ann"))?.id ?? 0;
      const bob = (await store.user("u-bob"))?.id ?? 0;
      expect(await list({ customerId: ann })).toEqual(["t-6"]);
      expect(await list({ customerId: bob })).toEqual(["t-7"]);
      expect(await list({ customerId: bob, assigneeId: ann })).toEqual([]);
      expect(await list({ notStatuses: ["closed"] })).toEqual(["t-6", "t-5", "t-3", "t-2", "t-1"]);
      expect(await list({ notStatuses: ["closed", "open"] })).toEqual(["t-6", "t-2"]);
      expect(await list({ notStatuses: ["closed"], statuses: ["closed", "open"], limit: 2 })).toEqual([
        "t-5",
        "t-3",
      ]);
      expect(await list({ notStatuses: ["closed"], assigneeId: ann })).toEqual(["t-1"]);
    });

    withStore(open, "follows whose a ticket is, also across a restart", async (store, reopen) => {
      const { list } = await withTickets(store);
      const ann = (await store.user("u-ann"))?.id ?? 0;
      await store.putTickets([{ ref: "t-1", assignee: null }], null, NOON + 10);
      await store.putTickets([{ ref: "t-2", assignee: "u-ann" }], null, NOON + 11);
      await store.putTickets([{ ref: "t-4", subject: "other" }], null, NOON + 12);
      expect(await list({ assigneeId: ann })).toEqual(["t-4", "t-2"]);
      const after = await reopen();
      expect(await refsIn(after, { assigneeId: null })).toEqual(["t-1", "t-5", "t-3"]);
    });

    withStore(open, "by what their open session waits for", async (store) => {
      await withTickets(store);
      const begin = async (ref: string) => {
        const desk = await openDesk(store, ref);
        return [desk, (await told(store, openRow(desk), "session.changed")).session] as const;
      };
      await begin("t-1");
      const [pausedDesk, paused] = await begin("t-2");
      const [annsDesk, anns] = await begin("t-3");
      const [closedDesk, closed] = await begin("t-4");
      const nobodys = { status: "paused", agentId: undefined } as const;
      await happened(store, sessionRow(pausedDesk, paused, nobodys));
      await happened(store, sessionRow(annsDesk, anns));
      await happened(store, sessionRow(closedDesk, closed, { status: "closed" }));
      expect([...(await refsIn(store, { session: "waiting" }))].sort()).toEqual(["t-1", "t-2"]);
      expect(await refsIn(store, { session: { agentId: annsDesk.ann.id } })).toEqual(["t-3"]);
      expect(await refsIn(store, { session: { agentId: annsDesk.bob.id } })).toEqual([]);
    });

    withStore(open, "those that wait by how long they do, whatever changed on them since", async (store) => {
      const refs = ["w-4", "w-1", "w-3", "w-0", "w-2"];
      await store.putTickets([{ ref: "idle", status: "open" }], null, NOON);
      for (const [index, ref] of refs.entries()) {
        const desk = await openDesk(store, ref);
        // Two at the same moment.
        await happened(store, { ...openRow(desk), at: NOON + Math.min(index, 3) });
      }
      await store.putTickets([{ ref: "w-1", status: "open" }], null, NOON + 50);
      await store.putTickets([{ ref: "w-0", status: "new" }], null, NOON + 51);
      const wait = { session: "waiting", personId: null } as const;
      expect(await refsIn(store, wait)).toEqual(refs);
      expect(await refsIn(store, { ...wait, statuses: ["new", "open"] })).toEqual(["w-1", "w-0"]);
      for (const limit of [1, 2, 3]) expect(await inPages(store, { ...wait, limit })).toEqual(refs);
      const found: string[] = [];
      let before: TicketQuery["before"];
      for (let looks = 0; looks < refs.length; looks++) {
        const { tickets, next } = await store.searchTickets({ ...wait, limit: 2, text: "w-", before });
        found.push(...tickets.map(({ ref }) => ref));
        if (next === null) break;
        before = next;
      }
      expect(found).toEqual(refs);
    });

    withStore(open, "goes on where a page ended, each ticket once", async (store) => {
      const tickets = Array.from({ length: 7 }, (_, index) => ({
        ref: `p-${index}`,
        status: `${index % 2}`,
      }));
      // Some of them at the same moment.
      await store.putTickets(tickets.slice(0, 4), null, NOON);
      await store.putTickets(tickets.slice(4), null, NOON + 1);
      for (const filter of [{}, { statuses: ["0", "1"] }, { statuses: ["1"] }]) {
        const all = await refsIn(store, { ...filter, limit: 99 });
        expect(await inPages(store, { ...filter, limit: 2 })).toEqual(all);
      }
    });
  });

  describe("searchTickets", () => {
    withStore(open, "finds by ref, number, subject and people, without regard to case", async (store) => {
      await withTickets(store);
      await store.putTickets([{ ref: "t-6", subject: "GRÜNE Jacke", vendor: "u-ann" }], null, NOON + 6);
      const find = async (text: string, over: Partial<TicketSearchQuery> = {}) => {
        const { tickets } = await store.searchTickets({ personId: null, limit: 9, text, ...over });
        return tickets.map(({ ref }) => ref);
      };
      expect(await find("grün")).toEqual(["t-6"]);
      expect(await find("T-6")).toEqual(["t-6"]);
      expect(await find("ann LEE")).toEqual(["t-6", "t-4", "t-1"]);
      expect(await find("ann lee", { statuses: ["open"] })).toEqual(["t-1"]);
      expect(await find("ann lee", { limit: 2 })).toEqual(["t-6", "t-4"]);
      expect(await find("100%")).toEqual([]);
      const number = (await store.ticket({ ref: "t-3" }))?.number;
      expect(await find(`${number}`)).toContain("t-3");
    });

    withStore(open, "goes on where it ended, however many there are that are not meant", async (store) => {
      const tickets = Array.from({ length: 1010 }, (_, index) => ({
        ref: `n-${index}`,
        subject: index % 1000 === 7 ? "needle" : "hay",
      }));
      await store.putTickets(tickets, null, NOON);
      const found: string[] = [];
      let before: TicketQuery["before"];
      for (let looks = 0; looks < 9; looks++) {
        const look = await store.searchTickets({ personId: null, limit: 1, text: "needle", before });
        found.push(...look.tickets.map(({ ref }) => ref));
        if (look.next === null) break;
        before = look.next;
      }
      expect(found).toEqual(["n-1007", "n-7"]);
    });
  });

  describe("summaries", () => {
    withStore(
      open,
      "[S6] [S11] say what is unread, what was said last, and since when nobody answers",
      async (store) => {
        const desk = await openDesk(store);
        const { ticket, ann, bob } = desk;
        const [bot] = await store.putUsers([{ ref: "u-bot", role: "bot" }], true, NOON);
        const summary = async (personId: number, audience: "public" | "internal") => {
          const [one] = await store.summaries([{ ticketId: ticket.id, audience, personId }]);
          return [one?.unread, one?.lastMessage?.text ?? null, one?.waitingSince ?? null];
        };
        expect(await summary(ann.id, "internal")).toEqual([0, null, null]);
        await post(store, [messageRow(desk, { text: "hello?", at: NOON + 1 })]);
        await post(store, [messageRow(desk, { text: "anybody?", at: NOON + 2 })]);
        expect(await summary(ann.id, "internal")).toEqual([2, "anybody?", NOON + 1]);
        // Neither machines nor notes answer anybody.
        await post(store, [
          messageRow(desk, { text: "we are busy", senderId: bot?.user.id ?? 0, at: NOON + 3 }),
        ]);
        await post(store, [
          messageRow(desk, { text: "his third", senderId: ann.id, audience: "internal", at: NOON + 4 }),
        ]);
        expect(await summary(ann.id, "internal")).toEqual([3, "his third", NOON + 1]);
        expect(await summary(bob.id, "public")).toEqual([1, "we are busy", NOON + 1]);
        const [answer] = await post(store, [
          messageRow(desk, { text: "yes", senderId: ann.id, at: NOON + 5 }),
        ]);
        expect(await summary(bob.id, "public")).toEqual([2, "yes", null]);
        await post(store, [messageRow(desk, { text: "where", at: NOON + 6 })]);
        await happened(store, readRow(desk, { at: NOON + 7 }));
        expect(await summary(ann.id, "internal")).toEqual([0, "where", NOON + 6]);
        const [second] = await post(store, [messageRow(desk, { senderId: ann.id, at: NOON + 8 })]);
        await post(store, [messageRow(desk, { text: "again", at: NOON + 9 })]);
        expect(await summary(ann.id, "internal")).toEqual([1, "again", NOON + 9]);
        for (const taken of [answer, second]) if (taken) await happened(store, deleteRow(desk, taken));
        expect(await summary(ann.id, "internal")).toEqual([1, "again", NOON + 1]);
      },
    );

    withStore(
      open,
      "count no further than anybody looks, and give the message with its files",
      async (store) => {
        const desk = await openDesk(store);
        const other = await openDesk(store, "t-other");
        const picture = pictureOf();
        await store.addAttachments(desk.ticket.id, desk.bob.id, [picture]);
        await post(
          store,
          Array.from({ length: 230 }, (_, index) => messageRow(desk, { at: NOON + index })),
        );
        const [last] = await post(store, [messageRow(desk, { attachmentIds: [picture.id], at: NOON + 999 })]);
        const query = { audience: "internal", personId: desk.ann.id } as const;
        const [one, two] = await store.summaries([
          { ticketId: desk.ticket.id, ...query },
          { ticketId: other.ticket.id, ...query },
        ]);
        // Of 231 questions the last 200 are looked at.
        expect(one).toEqual({ unread: 100, lastMessage: last, waitingSince: NOON + 31 });
        expect(two).toEqual({ unread: 0, lastMessage: null, waitingSince: null });
        expect(await store.summaries([])).toEqual([]);
      },
    );
  });
}

/** Five tickets, t-5 changed last: t-1, t-3 and t-5 are open, t-4 is closed; t-1 and t-4 are Ann's. */
async function withTickets(store: Store) {
  await store.putUsers([{ ref: "u-ann", name: "Ann Lee", role: "agent" }], true, NOON);
  const puts = [
    { ref: "t-1", status: "open", assignee: "u-ann", subject: "first" },
    { ref: "t-2", subject: "second" },
    { ref: "t-3", status: "open" },
    { ref: "t-4", status: "closed", assignee: "u-ann" },
    { ref: "t-5", status: "open" },
  ];
  for (const [index, put] of puts.entries()) await store.putTickets([put], null, NOON + index);
  return { list: (query: Partial<TicketQuery>) => refsIn(store, query) };
}

async function refsIn(store: Store, query: Partial<TicketQuery>): Promise<readonly string[]> {
  return (await store.tickets({ personId: null, limit: 9, ...query })).map(({ ref }) => ref);
}

async function inPages(store: Store, query: Partial<TicketQuery> & { readonly limit: number }) {
  const refs: string[] = [];
  let before: TicketQuery["before"];
  while (refs.length < 99) {
    const page = await store.tickets({ personId: null, ...query, before });
    refs.push(...page.map(({ ref }) => ref));
    const last = page.at(-1);
    if (!last || page.length < query.limit) return refs;
    before = placeIn(query, last);
  }
  throw new Error(`pages without an end: ${refs}`);
}
