import type { Store, TicketPatch } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRows, NOON, openDesk, post } from "../fixtures.js";
import { expectRefusal, type OpenStore, withStore } from "./open-store.js";

/** The integers by which integer dialects know tickets. */
export function ticketNumbersContract(open: OpenStore): void {
  describe("ticket numbers", () => {
    withStore(open, "come from a ref that is a positive integer", async (store) => {
      expect(await numberOf(store, { ref: "4711" })).toBe(4711);
      expect(await numberOf(store, { ref: "9007199254740991" })).toBe(9007199254740991);
    });

    withStore(open, "do not come from a ref that only resembles one", async (store) => {
      const refs = ["0", "-5", "007", "1e3", "1.0", " 8", "0x9", "9007199254740993", "12345678901234567890"];
      const numbers: number[] = [];
      for (const ref of refs) numbers.push(await numberOf(store, { ref }));
      expect(new Set(numbers).size).toBe(refs.length);
      for (const number of numbers) expect(Number.isSafeInteger(number) && number > 0).toBe(true);
      for (const [index, ref] of refs.entries()) expect(String(numbers[index])).not.toBe(ref);
    });

    withStore(open, "are the next free ones when nobody says, and stay safe integers", async (store) => {
      await numberOf(store, { ref: "9007199254740991" });
      await numberOf(store, { ref: "given", number: 2 });
      const numbers = [
        await numberOf(store, { ref: "a" }),
        await numberOf(store, { ref: "b" }),
        await numberOf(store, { ref: "c" }),
      ];
      expect(numbers).toEqual([1, 3, 4]);
    });

    withStore(open, "are the next free ones when the ref's own is taken", async (store) => {
      await numberOf(store, { ref: "holder", number: 4711 });
      const number = await numberOf(store, { ref: "4711" });
      expect(number).not.toBe(4711);
      expect((await store.ticket({ number }))?.ref).toBe("4711");
    });

    withStore(open, "stay as they are when a patch leaves them out", async (store) => {
      const number = await numberOf(store, { ref: "a", number: 12 });
      expect(await numberOf(store, { ref: "a", status: "open" })).toBe(number);
      expect(await numberOf(store, { ref: "a", number: 12 })).toBe(12);
    });

    withStore(open, "can be changed to a free one", async (store) => {
      await numberOf(store, { ref: "a", number: 12 });
      expect(await numberOf(store, { ref: "a", number: 13 })).toBe(13);
      expect(await store.ticket({ number: 12 })).toBeNull();
      expect(await numberOf(store, { ref: "b", number: 12 })).toBe(12);
    });

    withStore(
      open,
      "that are taken are a conflict, and then the whole call changes nothing",
      async (store) => {
        const desk = await openDesk(store);
        await post(store, messageRows(desk, ["a"]));
        const before = await store.ticket({ id: desk.ticket.id });
        const patches: readonly TicketPatch[] = [
          { ref: "new", customer: "u-new" },
          { ref: desk.ticket.ref, subject: "changed", participants: ["u-new"] },
          { ref: "greedy", number: desk.ticket.number },
        ];
        const conflict = await expectRefusal(store.putTickets(patches, null, NOON + 1), "conflict");
        expect(conflict.details.field).toBe("number");
        expect(await store.ticket({ ref: "new" })).toBeNull();
        expect(await store.ticket({ ref: "greedy" })).toBeNull();
        expect(await store.user("u-new")).toBeNull();
        expect(await store.ticket({ id: desk.ticket.id })).toEqual(before);
        expect((await store.heads([desk.ticket.id])).get(desk.ticket.id)).toBe(1);
        const [next] = await post(store, messageRows(desk, ["b"]));
        expect(next?.seq).toBe(2);
      },
    );

    withStore(open, "that an existing ticket asks for but another has are a conflict", async (store) => {
      await numberOf(store, { ref: "a", number: 12 });
      await numberOf(store, { ref: "b", number: 13 });
      await expectRefusal(store.putTickets([{ ref: "b", number: 12 }], null, NOON), "conflict");
      expect((await store.ticket({ ref: "b" }))?.number).toBe(13);
    });
  });
}

async function numberOf(store: Store, patch: TicketPatch): Promise<number> {
  const [put] = await store.putTickets([patch], null, NOON);
  return put?.ticket.number ?? 0;
}
