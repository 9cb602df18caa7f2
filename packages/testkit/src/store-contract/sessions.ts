import { isWithin, personOf, type Session } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { messageRow, NOON, openDesk, post, readAll, storedOf } from "../fixtures.js";
import { doneOf, happened, openRow, sessionRow, told } from "../rows.js";
import { type OpenStore, withStore } from "./open-store.js";
import { eventsOf, messageNow } from "./reads.js";
import { close, closeRow, memberRefs, sessionNow, withSession } from "./session-desk.js";

/** Sessions: at most one is open on a ticket, and of those who race for it exactly one wins. */
export function sessionsContract(open: OpenStore): void {
  describe("append, sessions", () => {
    withStore(open, "opens a session that waits", async (store) => {
      const desk = await openDesk(store);
      await post(store, [messageRow(desk), messageRow(desk, { audience: "internal" })]);
      const context = { page: "/cart", "user-agent": "Straße 'x' 👋" };
      const row = openRow(desk, { at: NOON + 7, context });
      const event = await told(store, row, "session.changed");
      const session: Session = {
        id: row.id,
        number: event.session.number,
        name: `session_${desk.ticket.number}_${NOON + 7}`,
        ticketId: desk.ticket.id,
        status: "waiting",
        customer: personOf(desk.bob),
        agent: null,
        context,
        from: { seq: 3, hidden: 1 },
        to: null,
        startedAt: NOON + 7,
        acceptedAt: null,
        endedAt: null,
        changedAt: NOON + 7,
      };
      expect(event).toEqual({
        type: "session.changed",
        ticketId: desk.ticket.id,
        seq: 3,
        hidden: 1,
        audience: "public",
        at: NOON + 7,
        session,
        was: null,
        by: personOf(desk.bob),
      });
      expect(Number.isSafeInteger(session.number) && session.number > 0).toBe(true);
      expect((await eventsOf(store, desk)).at(-1)).toEqual(event);
      expect(await sessionNow(store, desk)).toEqual(session);
      for (const key of [{ id: session.id }, { number: session.number }, { name: session.name }]) {
        expect(await store.session(key)).toEqual(session);
      }
      for (const key of [{ id: "nobody's" }, { number: 987_654_321 }, { name: "session_0_0" }]) {
        expect(await store.session(key)).toBeNull();
      }
      expect(await memberRefs(store, session)).toEqual([`u-bob ${NOON + 7}`]);
    });

    withStore(open, "has one open session on a ticket, and any number over time", async (store) => {
      const desk = await openDesk(store);
      const [first, second] = await store.append([openRow(desk), openRow(desk)]);
      expect(doneOf(first).events).toHaveLength(1);
      expect(doneOf(second).events).toEqual([]);
      const one = await sessionNow(store, desk);
      await close(store, desk, one);
      expect(await sessionNow(store, desk)).toMatchObject({ id: one.id, status: "closed" });
      const { session: two } = await told(store, openRow(desk), "session.changed");
      // Begun in the same ms as the one before.
      expect(two.name).toBe(`session_${desk.ticket.number}_${NOON + 1}`);
      expect(two.number).toBeGreaterThan(one.number);
      expect(await sessionNow(store, desk)).toEqual(two);
      expect(await store.session({ name: one.name })).toMatchObject({ id: one.id, status: "closed" });
      const other = await openDesk(store, "t-2");
      expect((await store.ticket({ id: other.ticket.id }))?.session).toBeNull();
    });

    withStore(open, "gives a session to the agent who takes it", async (store) => {
      const { desk, session } = await withSession(store, { customerId: null });
      expect(session.customer).toBeNull();
      const event = await told(store, sessionRow(desk, session, { at: NOON + 50 }), "session.changed");
      const accepted = {
        ...session,
        status: "active",
        agent: personOf(desk.ann),
        acceptedAt: NOON + 50,
        changedAt: NOON + 50,
      };
      expect(event).toMatchObject({ was: "waiting", by: personOf(desk.ann), audience: "public", seq: 2 });
      expect(event.session).toEqual(accepted);
      expect((await eventsOf(store, desk)).at(-1)).toEqual(event);
      expect(await sessionNow(store, desk)).toEqual(accepted);
      expect(await memberRefs(store, session)).toEqual([`u-bob ${NOON}`, `u-ann ${NOON + 50}`]);
      expect(await happened(store, sessionRow(desk, session, { at: NOON + 60 }))).toEqual([]);
      expect(await sessionNow(store, desk)).toEqual(accepted);
    });

    withStore(open, "lets exactly one of those win who race for a session", async (store) => {
      const { desk, session } = await withSession(store);
      const [put] = await store.putUsers([{ ref: "u-eve", name: "Eve Fox", role: "agent" }], true, NOON);
      const eve = put?.user.id ?? 0;
      const byEve = sessionRow(desk, session, { by: eve, agentId: eve });
      const results = (
        await Promise.all([store.append([sessionRow(desk, session), byEve]), store.append([byEve])])
      ).flat();
      const { agent } = await sessionNow(store, desk);
      expect(agent?.ref).toBe(results[0]?.status === "done" ? "u-ann" : "u-eve");
      const winners = results.filter((result) => result.status === "done" && result.events.length > 0);
      expect(winners).toHaveLength(1);
      const losers = results.filter(({ status }) => status === "refused");
      expect(losers.length).toBeGreaterThan(0);
      for (const loser of losers) {
        expect(loser).toMatchObject({ code: "conflict", details: { holder: agent?.name } });
      }
    });

    withStore(open, "interrupts a session, goes on, and hands it back", async (store) => {
      const { desk, session } = await withSession(store);
      const set = async (
        over: Parameters<typeof sessionRow>[2],
        from: Session["status"],
      ): Promise<Session> => {
        const row = sessionRow(desk, session, { agentId: undefined, from: [from], ...over });
        const event = await told(store, row, "session.changed");
        expect(event.was).toBe(from);
        expect(await sessionNow(store, desk)).toEqual(event.session);
        return event.session;
      };
      const agent = personOf(desk.ann);
      await happened(store, sessionRow(desk, session, { at: NOON + 10 }));
      const paused = await set({ status: "paused", at: NOON + 20 }, "active");
      expect(paused).toMatchObject({ agent, acceptedAt: NOON + 10, changedAt: NOON + 20 });
      const resumed = await set({ status: "active", at: NOON + 30 }, "paused");
      expect(resumed).toMatchObject({ agent, acceptedAt: NOON + 10, changedAt: NOON + 30 });
      const back = await set({ status: "waiting", agentId: null, at: NOON + 40 }, "active");
      expect(back).toMatchObject({ agent: null, acceptedAt: null, changedAt: NOON + 40 });
      const again = await set({ status: "active", agentId: desk.ann.id, at: NOON + 50 }, "waiting");
      expect(again).toMatchObject({ agent, acceptedAt: NOON + 50 });
      expect(await memberRefs(store, session)).toEqual([`u-bob ${NOON}`, `u-ann ${NOON + 10}`]);
    });

    withStore(open, "ends a session at the place in the log where it was closed", async (store) => {
      const { desk, session } = await withSession(store);
      await post(store, [messageRow(desk), messageRow(desk, { audience: "internal" })]);
      const closed = await close(store, desk, session, NOON + 90);
      expect(closed).toMatchObject({
        status: "closed",
        to: { seq: 4, hidden: 1 },
        endedAt: NOON + 90,
        changedAt: NOON + 90,
      });
      expect(await happened(store, closeRow(desk, session, NOON + 95))).toEqual([]);
      await post(store, [messageRow(desk)]);
      const places = (await readAll(store, desk.ticket.id)).map((place) => isWithin(closed, place));
      expect(places).toEqual([true, true, false]);
      const late = await store.append([
        sessionRow(desk, session),
        sessionRow(desk, session, { from: ["closed"] }),
      ]);
      for (const refused of late) expect(refused).toMatchObject({ status: "refused", code: "conflict" });
    });

    withStore(open, "replays how a session stood after each event", async (store) => {
      const { desk, session } = await withSession(store);
      await happened(store, sessionRow(desk, session));
      await happened(
        store,
        sessionRow(desk, session, { from: ["active"], status: "waiting", agentId: null }),
      );
      await close(store, desk, session);
      const log = await eventsOf(store, desk, "public");
      const sketch = log.map((event) => {
        if (event.type !== "session.changed") return event.type;
        return `${event.was} ${event.session.status} ${event.session.agent?.ref} by ${event.by?.ref}`;
      });
      expect(sketch).toEqual([
        "null waiting undefined by u-bob",
        "waiting active u-ann by u-ann",
        "active waiting undefined by u-ann",
        "waiting closed undefined by u-ann",
      ]);
    });

    withStore(open, "refuses what is no session of the ticket alone", async (store) => {
      const { desk, session } = await withSession(store);
      const other = await openDesk(store, "t-2");
      const results = await store.append([
        sessionRow(other, session),
        sessionRow(desk, { number: 987_654_321 }),
        openRow(desk, { ticketId: 987_654_321 }),
        sessionRow(desk, session),
      ]);
      expect(results.map(({ status }) => status)).toEqual(["refused", "refused", "refused", "done"]);
      for (const refused of results.slice(0, 3)) expect(refused).toMatchObject({ code: "not_found" });
    });

    withStore(open, "takes a message for a session only while that is open", async (store) => {
      const { desk, session } = await withSession(store);
      const said = messageRow(desk, { session: session.number, clientId: "k1", fingerprint: "f1" });
      const [message] = await post(store, [said]);
      const results = await store.append([
        messageRow(desk, { session: session.number + 1 }),
        closeRow(desk, session),
        messageRow(desk, { session: session.number }),
        messageRow(desk),
        said,
        openRow(desk),
        messageRow(desk, { session: session.number }),
      ]);
      const statuses = ["refused", "done", "refused", "stored", "duplicate", "done", "refused"];
      expect(results.map(({ status }) => status)).toEqual(statuses);
      for (const index of [0, 2, 6]) expect(results[index]).toMatchObject({ code: "conflict" });
      expect(results[4]).toEqual({ status: "duplicate", message });
      const { number } = await sessionNow(store, desk);
      const [next] = await store.append([messageRow(desk, { session: number })]);
      expect(storedOf(next).place.seq).toBe(6);
    });

    withStore(open, "opens a resolved session again for its agent", async (store) => {
      const { desk, session } = await withSession(store);
      await happened(store, sessionRow(desk, session, { at: NOON + 10 }));
      const resolve = sessionRow(desk, session, { from: ["active"], status: "resolved", agentId: undefined });
      const question = messageRow(desk, { reopens: true, session: session.number, at: NOON + 60 });
      const [, early, note, asked, next] = await store.append([
        resolve,
        messageRow(desk),
        messageRow(desk, { reopens: true, audience: "internal", senderId: desk.ann.id }),
        question,
        messageRow(desk, { reopens: true }),
      ]);
      expect(storedOf(early).then).toEqual([]);
      expect(storedOf(note).then).toEqual([]);
      expect(storedOf(next).then).toEqual([]);
      const { place, then } = storedOf(asked);
      expect(place).toEqual({ seq: 6, hidden: 1 });
      expect(then).toMatchObject([
        {
          type: "session.changed",
          seq: 7,
          hidden: 1,
          audience: "public",
          at: NOON + 60,
          was: "resolved",
          by: personOf(desk.bob),
          session: { status: "active", acceptedAt: NOON + 10, changedAt: NOON + 60 },
        },
      ]);
      expect(storedOf(next).place.seq).toBe(8);
      expect(await eventsOf(store, desk)).toContainEqual(then[0]);
      expect(await sessionNow(store, desk)).toMatchObject({ status: "active", agent: personOf(desk.ann) });
      expect((await messageNow(store, desk, question)).seq).toBe(6);
    });

    withStore(open, "opens a resolved session again for whoever takes it", async (store) => {
      const { desk, session } = await withSession(store);
      const resolve = sessionRow(desk, session, { status: "resolved", agentId: undefined });
      await happened(store, resolve);
      const [asked] = await store.append([messageRow(desk, { reopens: true })]);
      const { then } = storedOf(asked);
      expect(then).toMatchObject([{ was: "resolved", session: { status: "waiting", agent: null } }]);
      await close(store, desk, session);
      const [late] = await store.append([messageRow(desk, { reopens: true })]);
      expect(storedOf(late).then).toEqual([]);
    });

    withStore(open, "[S1] keeps sessions over a restart", async (store, reopen) => {
      const { desk, session } = await withSession(store, { context: { a: "1" } });
      await happened(store, sessionRow(desk, session));
      const before = await sessionNow(store, desk);
      const log = await eventsOf(store, desk);
      const after = await reopen();
      expect(await sessionNow(after, desk)).toEqual(before);
      expect(await eventsOf(after, desk)).toEqual(log);
      expect(await happened(after, openRow(desk))).toEqual([]);
      await close(after, desk, session);
      const { session: next } = await told(after, openRow(desk), "session.changed");
      expect(next.number).toBeGreaterThan(session.number);
    });
  });
}
