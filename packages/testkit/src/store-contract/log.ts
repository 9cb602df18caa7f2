import { type Audience, type LogStretch, type Store, seqFor, type TicketEvent } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRows, NOON, openDesk, post } from "../fixtures.js";
import { expectRefusal, type OpenStore, withStore } from "./open-store.js";

/** The log itself: each audience reads its own numbering without holes. */
export function logContract(open: OpenStore): void {
  describe("readLog", () => {
    withStore(open, "[S3] [S4] reads what comes after a place, up to a limit", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["a", "b", "c", "d", "e"]));
      const { id } = desk.ticket;
      expect(said(await read(store, id, "public", 0, 9))).toEqual(["1 a", "2 b", "3 c", "4 d", "5 e"]);
      expect(said(await read(store, id, "public", 2, 2))).toEqual(["3 c", "4 d"]);
      expect(said(await read(store, id, "public", 5, 9))).toEqual([]);
      expect(said(await read(store, id, "public", 77, 9))).toEqual([]);
      expect((await read(store, id, "public", 77, 9)).head).toEqual({ seq: 5, hidden: 0 });
    });

    withStore(open, "[S6] numbers each audience's log without holes", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["note 1", "a", "note 2", "note 3", "b", "c", "note 4"]));
      const { id } = desk.ticket;
      const shown = await read(store, id, "public", 0, 9);
      expect(said(shown)).toEqual(["2 a", "5 b", "6 c"]);
      expect(shown.events.map((event) => seqFor("public", event))).toEqual([1, 2, 3]);
      expect(shown.head).toEqual({ seq: 7, hidden: 4 });
      expect(said(await read(store, id, "public", 1, 9))).toEqual(["5 b", "6 c"]);
      expect(said(await read(store, id, "public", 1, 1))).toEqual(["5 b"]);
      expect(said(await read(store, id, "public", 3, 9))).toEqual([]);
      expect(said(await read(store, id, "internal", 0, 3))).toEqual(["1 note 1", "2 a", "3 note 2"]);
      expect(said(await read(store, id, "internal", 5, 9))).toEqual(["6 c", "7 note 4"]);
    });

    withStore(
      open,
      "[S4] reads a log of any length stretch by stretch, each audience its own",
      async (store) => {
        const desk = await openDesk(store);
        const texts = Array.from({ length: 120 }, (_, index) =>
          index % 3 === 1 ? `note ${index}` : `m${index}`,
        );
        await post(store, messageRows(desk, texts));
        for (const audience of ["public", "internal"] as const) {
          const all: TicketEvent[] = [];
          for (let more = true; more; ) {
            const { events } = await read(store, desk.ticket.id, audience, all.length, 7);
            all.push(...events);
            more = events.length === 7;
          }
          const visible = audience === "internal" ? texts : texts.filter((text) => !text.startsWith("note"));
          expect(all.map((event) => seqFor(audience, event))).toEqual(visible.map((_, index) => index + 1));
          expect(all.map((event) => event.type === "message.posted" && event.message.text)).toEqual(visible);
        }
      },
    );

    withStore(open, "gives a message its event whole", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["a", "note"]));
      const { messages } = await store.readMessages({
        ticketId: desk.ticket.id,
        audience: "internal",
        limit: 2,
        skip: 0,
        deleted: true,
      });
      const { events } = await read(store, desk.ticket.id, "internal", 1, 1);
      expect(events).toEqual([
        {
          type: "message.posted",
          ticketId: desk.ticket.id,
          seq: 2,
          hidden: 1,
          audience: "internal",
          at: NOON + 1,
          message: messages[1],
        },
      ]);
    });

    withStore(open, "knows no log of a ticket that is not there", async (store) => {
      await expectRefusal(read(store, 987_654_321, "public", 0, 9), "not_found");
    });
  });

  describe("heads", () => {
    withStore(
      open,
      "tells the last seq of each ticket, and leaves out those that are not there",
      async (store) => {
        const one = await openDesk(store, "t-1");
        const two = await openDesk(store, "t-2");
        const other = await openDesk(store, "t-3");
        await post(store, [...messageRows(one, ["a", "note"]), ...messageRows(other, ["b"])]);
        const heads = await store.heads([one.ticket.id, two.ticket.id, 987_654_321]);
        expect(new Map(heads)).toEqual(
          new Map([
            [one.ticket.id, 2],
            [two.ticket.id, 0],
          ]),
        );
        expect(new Map(await store.heads([]))).toEqual(new Map());
      },
    );

    withStore(open, "[S5] tells of those alone that have gone past a seq", async (store) => {
      const [one, two, three] = [
        await openDesk(store, "t-1"),
        await openDesk(store, "t-2"),
        await openDesk(store, "t-3"),
      ];
      await post(store, [...messageRows(one, ["a", "b"]), ...messageRows(two, ["c"])]);
      const ids = [one.ticket.id, two.ticket.id, three.ticket.id, 987_654_321];
      expect(new Map(await store.heads(ids, [1, 1, 0, 0]))).toEqual(new Map([[one.ticket.id, 2]]));
      expect(new Map(await store.heads(ids, [2, 0, 5, 0]))).toEqual(new Map([[two.ticket.id, 1]]));
    });

    withStore(open, "takes thousands of tickets at once", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["a"]));
      const many = Array.from({ length: 40_000 }, (_, index) => 1_000_000 + index);
      expect(new Map(await store.heads([...many, desk.ticket.id]))).toEqual(new Map([[desk.ticket.id, 1]]));
    });
  });
}

function read(
  store: Store,
  ticketId: number,
  audience: Audience,
  after: number,
  limit: number,
): Promise<LogStretch> {
  return store.readLog({ ticketId, audience, after, limit });
}

/** Messages as "seq text". */
function said({ events }: LogStretch): readonly string[] {
  return events.map(
    (event) => `${event.seq} ${event.type === "message.posted" ? event.message.text : event.type}`,
  );
}
