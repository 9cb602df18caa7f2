import type { Ticket, TicketPatch, TicketPut } from "@ticketwire/core";
import { RELATIONS } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRows, NOON, openDesk, post } from "../fixtures.js";
import { type OpenStore, withStore } from "./open-store.js";

const FULL: TicketPatch = {
  ref: "ticket-id-123",
  number: 41,
  subject: "Order delayed",
  category: "payment",
  priority: "high",
  status: "open",
  creator: "u-bob",
  customer: "u-bob",
  assignee: "u-ann",
  vendor: "u-vic",
  verifier: "u-opal",
  participants: ["u-eve", "u-mel"],
};

/** Facts about tickets: created, changed, told apart, listed. */
export function ticketsContract(open: OpenStore): void {
  describe("putTickets", () => {
    withStore(open, "creates a ticket with everything it is told", async (store) => {
      const put = only(await store.putTickets([FULL], null, NOON));
      expect(put).toMatchObject({ created: true, event: null });
      const { ticket } = put;
      expect(ticket).toMatchObject({
        ref: "ticket-id-123",
        number: 41,
        subject: "Order delayed",
        category: "payment",
        priority: "high",
        status: "open",
        createdAt: NOON,
        updatedAt: NOON,
      });
      expect(RELATIONS.map((relation) => ticket.related[relation]?.ref)).toEqual([
        "u-bob",
        "u-bob",
        "u-ann",
        "u-vic",
        "u-opal",
      ]);
      expect(ticket.participants.map(({ ref }) => ref)).toEqual(["u-eve", "u-mel"]);
      expect(ticket.epoch).not.toBe("");
      for (const key of [{ ref: ticket.ref }, { number: ticket.number }, { id: ticket.id }]) {
        expect(await store.ticket(key)).toEqual(ticket);
      }
    });

    withStore(open, "creates a ticket of which only the ref is known", async (store) => {
      const { ticket } = only(await store.putTickets([{ ref: "bare" }], null, NOON));
      expect(ticket).toMatchObject({ subject: null, category: null, priority: null, status: null });
      expect(ticket.related).toEqual({
        customer: null,
        creator: null,
        assignee: null,
        vendor: null,
        verifier: null,
      });
      expect(ticket.participants).toEqual([]);
      expect(Number.isSafeInteger(ticket.number) && ticket.number > 0).toBe(true);
    });

    withStore(open, "makes a user of that name of a ref nobody knows", async (store) => {
      const { ticket } = only(await store.putTickets([FULL], null, NOON));
      const vic = await store.user("u-vic");
      expect(vic).toMatchObject({
        ref: "u-vic",
        name: "u-vic",
        email: null,
        roleToldAt: null,
        permissions: [],
      });
      const { department, permissions, roleToldAt, ...person } = vic ?? {};
      expect(ticket.related.vendor).toEqual(person);
      expect(ticket.related.creator).toEqual(ticket.related.customer);
    });

    withStore(open, "leaves the name of a user it knows", async (store) => {
      const desk = await openDesk(store);
      expect(desk.ticket.related.customer?.name).toBe("Bob Ray");
      expect((await store.user("u-bob"))?.name).toBe("Bob Ray");
    });

    withStore(open, "keeps what is left out, clears what is null", async (store) => {
      const { ticket } = only(await store.putTickets([FULL], null, NOON));
      const patch = {
        ref: FULL.ref,
        subject: null,
        vendor: null,
        status: undefined,
        participants: ["u-mel"],
      };
      const after = only(await store.putTickets([patch], null, NOON + 1)).ticket;
      expect(after).toEqual({
        ...ticket,
        subject: null,
        related: { ...ticket.related, vendor: null },
        participants: ticket.participants.filter(({ ref }) => ref === "u-mel"),
        updatedAt: NOON + 1,
      });
      expect(await store.ticket({ ref: FULL.ref })).toEqual(after);
      const empty = only(
        await store.putTickets([{ ref: FULL.ref, participants: [] }], null, NOON + 2),
      ).ticket;
      expect(empty.participants).toEqual([]);
    });

    withStore(open, "names what changed in an event at the end of the log", async (store) => {
      const desk = await openDesk(store);
      await post(store, messageRows(desk, ["a", "note"]));
      const patch = {
        ref: desk.ticket.ref,
        subject: "Order lost",
        status: undefined,
        priority: "high",
        assignee: null,
        customer: "u-bob",
        participants: ["u-eve"],
      };
      const { event, ticket, created } = only(await store.putTickets([patch], desk.ann.id, NOON + 9));
      expect(created).toBe(false);
      const { department, permissions, roleToldAt, ...ann } = desk.ann;
      expect(event).toEqual({
        type: "ticket.updated",
        ticketId: ticket.id,
        seq: 3,
        hidden: 1,
        audience: "public",
        at: NOON + 9,
        by: ann,
        changed: expect.any(Array),
      });
      const changed = event?.type === "ticket.updated" ? [...event.changed].sort() : [];
      expect(changed).toEqual(["assignee", "participants", "priority", "subject"]);
      const { events, head } = await store.readLog({
        ticketId: ticket.id,
        audience: "public",
        after: 1,
        limit: 9,
      });
      expect(events).toEqual([event]);
      expect(head).toEqual({ seq: 3, hidden: 1 });
      const [next] = await post(store, messageRows(desk, ["b"]));
      expect(next?.seq).toBe(4);
    });

    withStore(open, "knows no author when nobody is named", async (store) => {
      const { ticket } = await openDesk(store);
      const { event } = only(await store.putTickets([{ ref: ticket.ref, status: "closed" }], null, NOON));
      expect(event).toMatchObject({ by: null, changed: ["status"] });
      const { events } = await store.readLog({ ticketId: ticket.id, audience: "public", after: 0, limit: 9 });
      expect(events).toEqual([event]);
    });

    withStore(open, "changes nothing when told the same again", async (store) => {
      const first = only(await store.putTickets([FULL], null, NOON)).ticket;
      const again = only(await store.putTickets([FULL], null, NOON + 5));
      expect(again).toEqual({ ticket: first, created: false, event: null });
      expect((await store.heads([first.id])).get(first.id)).toBe(0);
      const bare = only(await store.putTickets([{ ref: FULL.ref }], null, NOON + 6));
      expect(bare).toEqual({ ticket: first, created: false, event: null });
    });

    withStore(open, "puts many at once, also one of them twice", async (store) => {
      const puts = await store.putTickets(
        [
          { ref: "t-1", status: "open" },
          { ref: "t-2" },
          { ref: "t-1", status: "closed" },
          { ref: "t-1", status: "open", subject: "Again" },
        ],
        null,
        NOON,
      );
      expect(puts.map(({ created }) => created)).toEqual([true, true, false, false]);
      expect(puts.map(({ event }) => event?.seq)).toEqual([undefined, undefined, 1, 2]);
      expect(puts.map(({ ticket }) => ticket.status)).toEqual(["open", null, "closed", "open"]);
      expect(await store.ticket({ ref: "t-1" })).toEqual(puts[3]?.ticket);
      expect(await store.putTickets([], null, NOON)).toEqual([]);
    });

    withStore(open, "counts a participant named twice once, in the order told", async (store) => {
      const participants = ["u-mel", "u-eve", "u-mel"];
      const { ticket } = only(await store.putTickets([{ ref: "t", participants }], null, NOON));
      expect(ticket.participants.map(({ ref }) => ref)).toEqual(["u-mel", "u-eve"]);
      expect(only(await store.putTickets([{ ref: "t", participants }], null, NOON)).event).toBeNull();
    });

    withStore(open, "gives each ticket's log an epoch of its own", async (store) => {
      const puts = await store.putTickets([{ ref: "t-1" }, { ref: "t-2" }], null, NOON);
      expect(new Set(puts.map(({ ticket }) => ticket.epoch)).size).toBe(2);
    });

    withStore(open, "keeps many tickets and people in one call", async (store) => {
      const patches = Array.from({ length: 500 }, (_, index) => ({
        ref: `bulk-${index}`,
        customer: `c-${index % 50}`,
      }));
      const puts = await store.putTickets(patches, null, NOON);
      expect(new Set(puts.map(({ ticket }) => ticket.number)).size).toBe(500);
      expect(new Set(puts.map(({ ticket }) => ticket.related.customer?.id)).size).toBe(50);
    });
  });

  describe("ticket", () => {
    withStore(open, "takes a ref for a ref and a number for a number", async (store) => {
      await store.putTickets([{ ref: "7", number: 70 }], null, NOON);
      expect(await store.ticket({ number: 7 })).toBeNull();
      expect(await store.ticket({ ref: "70" })).toBeNull();
      expect((await store.ticket({ ref: "7" }))?.number).toBe(70);
      expect((await store.ticket({ number: 70 }))?.ref).toBe("7");
      expect(await store.ticket({ id: 987_654_321 })).toBeNull();
    });

    withStore(open, "tells refs apart to the letter", async (store) => {
      await store.putTickets([{ ref: "a" }, { ref: "A" }, { ref: "a " }], null, NOON);
      expect((await store.ticket({ ref: "A" }))?.ref).toBe("A");
      expect(await store.ticket({ ref: " a" })).toBeNull();
    });

    withStore(open, "shows people as they are now, without what is not for others", async (store) => {
      const { ticket } = await openDesk(store);
      await store.putUsers(
        [{ ref: "u-bob", name: "Robert", department: "Sales", permissions: ["all"] }],
        true,
        NOON,
      );
      const customer = (await store.ticket({ id: ticket.id }))?.related.customer;
      expect(customer?.name).toBe("Robert");
      expect(Object.keys(customer ?? {}).sort()).toEqual(
        ["company", "email", "id", "name", "number", "ref", "role", "type"].sort(),
      );
    });
  });

  describe("tickets", () => {
    withStore(open, "lists most recently changed first, up to a limit", async (store) => {
      await store.putTickets([{ ref: "t-1" }], null, NOON + 1);
      await store.putTickets([{ ref: "t-2" }], null, NOON + 2);
      await store.putTickets([{ ref: "t-3" }], null, NOON + 3);
      await store.putTickets([{ ref: "t-1", status: "closed" }], null, NOON + 4);
      const list = async (limit: number): Promise<readonly string[]> =>
        refs(await store.tickets({ personId: null, limit }));
      expect(await list(9)).toEqual(["t-1", "t-3", "t-2"]);
      expect(await list(2)).toEqual(["t-1", "t-3"]);
      const [first] = await store.tickets({ personId: null, limit: 1 });
      expect(first).toEqual(await store.ticket({ ref: "t-1" }));
    });

    withStore(open, "lists a person's own tickets, whatever their relation, each once", async (store) => {
      const mine: readonly TicketPatch[] = [
        ...RELATIONS.map((relation) => ({ ref: `as ${relation}`, [relation]: "u-me" })),
        { ref: "as participant", participants: ["u-other", "u-me"] },
        { ref: "as everything", customer: "u-me", creator: "u-me", participants: ["u-me"] },
      ];
      await store.putTickets([...mine, { ref: "not mine", customer: "u-other" }], null, NOON);
      const me = await store.user("u-me");
      const own = await store.tickets({ personId: me?.id ?? 0, limit: 50 });
      expect([...refs(own)].sort()).toEqual(mine.map(({ ref }) => ref).sort());
      await store.putTickets([{ ref: "as customer", customer: "u-other" }], null, NOON);
      expect(refs(await store.tickets({ personId: me?.id ?? 0, limit: 50 }))).not.toContain("as customer");
      expect(await store.tickets({ personId: 987_654_321, limit: 50 })).toEqual([]);
    });

    withStore(open, "lists a person's tickets most recently changed first, up to a limit", async (store) => {
      for (const [index, ref] of ["t-1", "t-2", "t-3"].entries()) {
        await store.putTickets([{ ref, customer: "u-me" }], null, NOON + index);
      }
      await store.putTickets([{ ref: "t-2", status: "closed" }], null, NOON + 9);
      const me = await store.user("u-me");
      expect(refs(await store.tickets({ personId: me?.id ?? 0, limit: 2 }))).toEqual(["t-2", "t-3"]);
    });
  });
}

function only(puts: readonly TicketPut[]): TicketPut {
  const [put, ...more] = puts;
  if (!put || more.length > 0) throw new Error(`expected one ticket, got ${puts.length}`);
  return put;
}

function refs(tickets: readonly Ticket[]): readonly string[] {
  return tickets.map(({ ref }) => ref);
}
