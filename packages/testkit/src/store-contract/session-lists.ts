import type { Session, Store } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { type Desk, messageRow, NOON, openDesk } from "../fixtures.js";
import { happened, openRow, sessionRow, told } from "../rows.js";
import { expectRefusal, type OpenStore, withStore } from "./open-store.js";
import { eventsOf } from "./reads.js";
import { close, memberRefs, withSession } from "./session-desk.js";

/** Which sessions concern somebody, and who takes part in them. */
export function sessionListsContract(open: OpenStore): void {
  describe("sessionMembers", () => {
    withStore(open, "remembers who takes part, each once, in the order they came", async (store, reopen) => {
      const { desk, session } = await withSession(store);
      const [put] = await store.putUsers([{ ref: "u-eve", role: "agent" }], true, NOON);
      await store.joinSession(session.number, put?.user.id ?? 0, NOON + 10);
      await store.joinSession(session.number, desk.bob.id, NOON + 20);
      await store.joinSession(session.number, put?.user.id ?? 0, NOON + 30);
      await happened(store, sessionRow(desk, session, { at: NOON + 40 }));
      const members = [`u-bob ${NOON}`, `u-eve ${NOON + 10}`, `u-ann ${NOON + 40}`];
      expect(await memberRefs(store, session)).toEqual(members);
      const after = await reopen();
      expect(await memberRefs(after, session)).toEqual(members);
      const numbers = (await after.sessionMembers(session.number)).map(({ number }) => number);
      expect(new Set(numbers).size).toBe(3);
      expect(await after.sessionMembers(987_654_321)).toEqual([]);
      expect(await eventsOf(after, desk)).toHaveLength(2);
      await expectRefusal(after.joinSession(987_654_321, desk.bob.id, NOON), "not_found");
    });
  });

  describe("sessionChangesSince", () => {
    withStore(
      open,
      "[S5] finds where sessions have changed since, on all tickets, and nothing else",
      async (store) => {
        const first = await openDesk(store, "t-first");
        const second = await openDesk(store, "t-second");
        const { session } = await told(store, openRow(second, { at: NOON }), "session.changed");
        await store.append([messageRow(first)]);
        await told(store, openRow(first, { at: NOON + 10 }), "session.changed");
        await store.append([messageRow(first, { at: NOON + 20 })]);
        await told(store, sessionRow(second, session, { at: NOON + 30 }), "session.changed");
        const [opened, begun, accepted] = [
          { ticketId: second.ticket.id, seq: 1 },
          { ticketId: first.ticket.id, seq: 2 },
          { ticketId: second.ticket.id, seq: 2 },
        ];
        expect(await store.sessionChangesSince(NOON)).toEqual([opened, begun, accepted]);
        expect(await store.sessionChangesSince(NOON + 1)).toEqual([begun, accepted]);
        expect(await store.sessionChangesSince(NOON + 30)).toEqual([accepted]);
        expect(await store.sessionChangesSince(NOON + 31)).toEqual([]);
      },
    );
  });

  describe("sessions", () => {
    withStore(open, "lists what is open and concerns somebody, newest change first", async (store) => {
      const [put] = await store.putUsers([{ ref: "u-eve", role: "agent" }], true, NOON);
      const eve = put?.user.id ?? 0;
      const begin = async (ref: string, at: number, customerId?: number): Promise<[Desk, Session]> => {
        const desk = await openDesk(store, ref);
        const over = customerId === undefined ? {} : { customerId };
        return [desk, (await told(store, openRow(desk, { at, ...over }), "session.changed")).session];
      };
      await begin("waiting", NOON + 65);
      const [annsDesk, anns] = await begin("anns", NOON + 10);
      const [evesDesk, eves] = await begin("eves", NOON + 20);
      const [pausedDesk, paused] = await begin("paused", NOON + 30, eve);
      const [closedDesk, closed] = await begin("closed", NOON + 40);
      const accept = { by: eve, agentId: eve } as const;
      await happened(store, sessionRow(annsDesk, anns, { at: NOON + 60 }));
      await happened(store, sessionRow(evesDesk, eves, { at: NOON + 70, ...accept }));
      const evesPause = { from: ["active"], status: "paused", agentId: undefined } as const;
      await happened(store, sessionRow(evesDesk, eves, { at: NOON + 75, ...evesPause }));
      const pause = { status: "paused", agentId: undefined } as const;
      await happened(store, sessionRow(pausedDesk, paused, { at: NOON + 80, ...pause }));
      await close(store, closedDesk, closed, NOON + 90);
      const { ann, bob } = annsDesk;
      const list = async (query: Parameters<Store["sessions"]>[0]): Promise<readonly string[]> => {
        const sessions = await store.sessions(query);
        for (const session of sessions) expect(await store.session({ id: session.id })).toEqual(session);
        const refs = sessions.map(async ({ ticketId }) => (await store.ticket({ id: ticketId }))?.ref ?? "");
        return Promise.all(refs);
      };
      expect(await list({ of: "everybody", limit: 9 })).toEqual(["paused", "eves", "waiting", "anns"]);
      expect(await list({ of: "everybody", limit: 2 })).toEqual(["paused", "eves"]);
      const ofBob = { of: "customer", personId: bob.id } as const;
      expect(await list({ ...ofBob, limit: 9 })).toEqual(["eves", "waiting", "anns"]);
      expect(await list({ ...ofBob, limit: 1 })).toEqual(["eves"]);
      expect(await list({ of: "agent", personId: ann.id, limit: 9 })).toEqual(["paused", "waiting", "anns"]);
      expect(await list({ of: "agent", personId: eve, limit: 9 })).toEqual(["paused", "eves", "waiting"]);
      expect(await list({ of: "customer", personId: ann.id, limit: 9 })).toEqual([]);
    });
  });
}
