import { type Desk, LossyNetwork, openDesk, Random, type TestClient, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { type AccessRule, anyOf, hasRole, isRelated } from "../access.js";
import type { Session, SessionStatus } from "../session.js";

/** Who may take part in a session: its people, agents while it waits, admins. Without one, whoever could open it. */
const sessionAccess: AccessRule = anyOf(
  hasRole("admin"),
  isRelated("customer"),
  ({ user, role }, { session }) => {
    if (role !== "agent") return false;
    return session === null || session.agent?.id === user.id || session.status === "waiting";
  },
);

interface Bench {
  readonly node: TestNode;
  readonly desk: Desk;
  readonly bob: TestClient;
  readonly ann: TestClient;
  readonly eve: TestClient;
  readonly root: TestClient;
}

async function bench(over: ConstructorParameters<typeof TestNode>[0] = {}): Promise<Bench> {
  const node = new TestNode({ access: sessionAccess, ...over });
  const desk = await openDesk(node.store);
  const put = await node.store.putUsers(
    [
      { ref: "u-eve", name: "Eve Fox", role: "agent" },
      { ref: "u-root", name: "Root", role: "admin" },
    ],
    false,
    0,
  );
  const [eve, root] = put.map(({ user }) => user);
  if (!eve || !root) throw new Error("users were not put");
  return {
    node,
    desk,
    bob: node.connect(desk.bob, node.plain),
    ann: node.connect(desk.ann, node.plain),
    eve: node.connect(eve, node.plain),
    root: node.connect(root, node.plain),
  };
}

async function open({ bob, desk }: Bench): Promise<Session> {
  const { session } = await bob.execute({ name: "session.open", ticket: { ref: desk.ticket.ref } });
  return session;
}

const accept = (who: TestClient, { id }: Session) => who.execute({ name: "session.accept", session: { id } });

const set = (who: TestClient, { id }: Session, status: SessionStatus) =>
  who.execute({ name: "session.set_status", session: { id }, status });

/** What somebody heard, who came and went left out. */
const facts = ({ heard }: TestClient): readonly string[] =>
  heard.filter((type) => !type.startsWith("presence"));

const say = (who: TestClient, { id }: Session, text: string) =>
  who.execute({ name: "message.post", ticket: { session: { id } }, text });

describe("opening a session", () => {
  it("waits on the ticket it was asked for, and is joined by whoever asks again", async () => {
    const all = await bench();
    const ticket = { ref: all.desk.ticket.ref };
    const first = await all.bob.execute({ name: "session.open", ticket, context: { shop: "12" } });
    const again = await all.ann.execute({ name: "session.open", ticket });
    expect(first).toMatchObject({
      opened: true,
      session: { status: "waiting", agent: null, context: { shop: "12" } },
    });
    expect(again).toMatchObject({ opened: false, session: { id: first.session.id } });
    expect(again.participants.map(({ person }) => person.ref)).toEqual(["u-bob", "u-ann"]);
  });

  it("makes a ticket when there is none, and the same one for the same key", async () => {
    const all = await bench();
    const newTicket = { subject: "Order late", category: "order", priority: "high", clientId: "k-1" };
    const [first, again] = [
      await all.bob.execute({ name: "session.open", newTicket }),
      await all.bob.execute({ name: "session.open", newTicket }),
    ];
    expect(first.ticket).toMatchObject({
      subject: "Order late",
      category: "order",
      priority: "high",
      status: "open",
    });
    expect(first.ticket.related.customer?.ref).toBe("u-bob");
    expect(again).toMatchObject({ opened: false, session: { id: first.session.id } });
  });

  it("[S2] says a first message in it, once under a key; what can't be said opens nothing", async () => {
    const all = await bench();
    const ticket = { ref: all.desk.ticket.ref };
    const openWith = (text: string, clientId?: string) =>
      all.bob.execute({ name: "session.open", ticket, firstMessage: { text, clientId } });
    await expect(openWith("x".repeat(10_001))).rejects.toMatchObject({ code: "invalid" });
    expect((await all.bob.execute({ name: "session.list" })).sessions).toEqual([]);
    const { session, lastMessage } = await openWith("hello", "k1");
    expect(lastMessage).toMatchObject({ text: "hello", sender: { ref: "u-bob" } });
    expect(await openWith("hello", "k1")).toMatchObject({
      opened: false,
      lastMessage: { id: lastMessage?.id },
    });
    expect(await openWith(" \n")).toMatchObject({ lastMessage: { id: lastMessage?.id } });
    await accept(all.ann, session);
    await set(all.ann, session, "resolved");
    expect((await openWith("one more thing")).session).toMatchObject({ id: session.id, status: "active" });
  });

  it("goes on from a closed one: a new session of its own", async () => {
    const all = await bench();
    const first = await open(all);
    await set(all.bob, first, "closed");
    const second = await open(all);
    expect(second.id).not.toBe(first.id);
    expect(second.from.seq).toBeGreaterThan(first.from.seq);
  });

  it("[S7] is refused on a ticket one may not see, as on one that is not there", async () => {
    const { bob, node } = await bench();
    await node.store.putTickets([{ ref: "t-else", customer: "u-eve" }], null, 0);
    for (const ref of ["t-else", "t-none"]) {
      await expect(bob.execute({ name: "session.open", ticket: { ref } })).rejects.toMatchObject({
        code: "not_found",
        message: `no ticket ${ref} for this user`,
      });
    }
  });
});

describe("accepting a session", () => {
  it("goes to exactly one of two who race, and the other hears who", async () => {
    for (let round = 0; round < 20; round++) {
      const all = await bench();
      const session = await open(all);
      const done = await Promise.allSettled([accept(all.ann, session), accept(all.eve, session)]);
      const won = done.flatMap((one) => (one.status === "fulfilled" ? [one.value.session.agent?.name] : []));
      const lost = done.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      expect(won).toHaveLength(1);
      expect(lost).toMatchObject([{ code: "conflict", details: { holder: won[0] } }]);
    }
  });

  it("is told who was first also when it comes long after", async () => {
    const all = await bench();
    const session = await open(all);
    await accept(all.ann, session);
    await expect(accept(all.eve, session)).rejects.toMatchObject({
      code: "conflict",
      details: { holder: "Ann Lee" },
    });
    await expect(accept(all.ann, session)).resolves.toMatchObject({ session: { status: "active" } });
  });

  it("is for agents and admins", async () => {
    const all = await bench();
    await expect(accept(all.bob, await open(all))).rejects.toMatchObject({ code: "forbidden" });
  });

  it("[S7] takes other agents off the ticket who watched it wait", async () => {
    const all = await bench();
    const session = await open(all);
    await all.eve.join(all.desk.ticket, { ticket: { session: { id: session.id } } });
    await all.bob.join(all.desk.ticket, { ticket: { session: { id: session.id } } });
    await accept(all.ann, session);
    await expect.poll(() => facts(all.eve)).toEqual(["evicted"]);
    expect(facts(all.bob)).toEqual(["session.changed"]);
  });
});

describe("a session's status", () => {
  it("goes its way: waiting, active, handed back, active, resolved, closed", async () => {
    const all = await bench();
    const session = await open(all);
    await accept(all.ann, session);
    expect((await set(all.ann, session, "waiting")).session).toMatchObject({
      status: "waiting",
      agent: null,
    });
    await accept(all.eve, session);
    expect((await set(all.eve, session, "resolved")).session.status).toBe("resolved");
    const { session: closed } = await set(all.eve, session, "closed");
    expect(closed).toMatchObject({ status: "closed", agent: { name: "Eve Fox" } });
    expect(closed.endedAt).not.toBeNull();
  });

  it("ends with closed, which takes neither messages nor another status", async () => {
    const all = await bench();
    const session = await open(all);
    await set(all.bob, session, "closed");
    await expect(say(all.bob, session, "hello?")).rejects.toMatchObject({ code: "conflict" });
    await expect(set(all.root, session, "active")).rejects.toMatchObject({ code: "conflict" });
    await expect(accept(all.ann, session)).rejects.toMatchObject({ code: "conflict" });
  });

  it("is its agent's and the admins' to change; a customer may close it", async () => {
    const all = await bench();
    const session = await open(all);
    await accept(all.ann, session);
    await expect(set(all.bob, session, "resolved")).rejects.toMatchObject({ code: "forbidden" });
    await expect(set(all.eve, session, "waiting")).rejects.toMatchObject({ code: "not_found" });
    await expect(set(all.root, session, "waiting")).resolves.toMatchObject({
      session: { status: "waiting" },
    });
    await expect(set(all.bob, session, "closed")).resolves.toMatchObject({ session: { status: "closed" } });
  });

  it("[S3] opens again when its customer writes into a resolved one, in whatever language, right after the message", async () => {
    const all = await bench();
    const session = await open(all);
    await accept(all.ann, session);
    await all.bob.join(all.desk.ticket, { ticket: { session: { id: session.id } } });
    await set(all.ann, session, "resolved");
    await say(all.ann, session, "anything else?");
    await all.node.connect(all.desk.bob).post(all.desk.ticket, "yes!");
    await expect
      .poll(() => facts(all.bob))
      .toEqual(["session.changed", "message.posted", "message.posted", "session.changed"]);
    const { session: now } = await all.ann.execute({ name: "session.read", session: { id: session.id } });
    expect(now.status).toBe("active");
    expect(all.bob.complaints).toEqual([]);
  });
});

describe("a session as part of the log", () => {
  it("has the public messages written while it was open, whoever wrote them where", async () => {
    const all = await bench();
    const rich = all.node.connect(all.root.connection.identity.user);
    await rich.post(all.desk.ticket, "before");
    const session = await open(all);
    await rich.post(all.desk.ticket, "during");
    await rich.post(all.desk.ticket, "a note", { audience: "internal" });
    await set(all.bob, session, "closed");
    await rich.post(all.desk.ticket, "after");
    const { page } = await all.bob.execute({
      name: "message.list",
      ticket: { session: { id: session.id } },
      page: {},
    });
    expect(page).toMatchObject({
      total: 1,
      messages: [{ text: "during" }],
      hasOlder: false,
      hasNewer: false,
    });
  });

  it("can be looked at after another one has followed, but not watched", async () => {
    const all = await bench();
    const first = await open(all);
    await say(all.bob, first, "one");
    await all.bob.join(all.desk.ticket, { ticket: { session: { id: first.id } } });
    await set(all.bob, first, "closed");
    const second = await open(all);
    await expect.poll(() => facts(all.bob).at(-1)).toBe("evicted");
    const { catchUp } = await all.bob.execute({ name: "ticket.join", ticket: { session: { id: first.id } } });
    expect(catchUp).toMatchObject({ kind: "snapshot", page: { messages: [{ text: "one" }] } });
    await say(all.bob, second, "two");
    expect(all.bob.heard.at(-1)).toBe("evicted");
  });

  it("costs no query a message while it is the ticket's own", async () => {
    const all = await bench();
    const session = await open(all);
    await all.bob.join(all.desk.ticket, { ticket: { session: { id: session.id } } });
    await say(all.bob, session, "one");
    const before = new Map(all.node.store.calls);
    for (let n = 0; n < 10; n++) await say(all.bob, session, `more ${n}`);
    const made = [...all.node.store.calls].filter(([call, count]) => count !== (before.get(call) ?? 0));
    expect(made.map(([call]) => call)).toEqual(["append"]);
  });
});

describe("the list of sessions", () => {
  it("has what concerns each: customers their own, agents theirs and what waits, admins all; closed ones nobody", async () => {
    const all = await bench();
    const mine = await open(all);
    await all.node.store.putTickets([{ ref: "t-2", customer: "u-zoe" }], null, 0);
    const { session: other } = await all.root.execute({ name: "session.open", ticket: { ref: "t-2" } });
    await accept(all.ann, mine);
    const listed = async (who: TestClient) =>
      (await who.execute({ name: "session.list" })).sessions.map(({ session }) => session.id).sort();
    expect(await listed(all.bob)).toEqual([mine.id]);
    expect(await listed(all.ann)).toEqual([mine.id, other.id].sort());
    expect(await listed(all.eve)).toEqual([other.id]);
    expect(await listed(all.root)).toEqual([mine.id, other.id].sort());
    await set(all.bob, mine, "closed");
    expect(await listed(all.bob)).toEqual([]);
  });

  it("counts what the caller has not read, and shows what was said last", async () => {
    const all = await bench();
    const session = await open(all);
    await accept(all.ann, session);
    await say(all.bob, session, "one");
    await say(all.bob, session, "two");
    const [overview] = (await all.ann.execute({ name: "session.list" })).sessions;
    expect(overview).toMatchObject({ unread: 2, lastMessage: { text: "two" } });
    const [own] = (await all.bob.execute({ name: "session.list" })).sessions;
    expect(own).toMatchObject({ unread: 0 });
  });
});

describe("following sessions from afar", () => {
  it("tells who follows and has not joined, once each and in order", async () => {
    const near = await bench();
    near.node.plain.followsSession = ({ role }) => role === "agent";
    const waiting = near.node.connect(near.desk.ann, near.node.plain);
    const session = await open(near);
    await accept(near.eve, session);
    await set(near.eve, session, "closed");
    await expect
      .poll(() => waiting.listener.notified.map((event) => event.session.status))
      .toEqual(["waiting", "active", "closed"]);
    expect(near.bob.listener.notified).toEqual([]);
  });

  it("tells who is on the ticket there, and not twice when that takes them off it", async () => {
    const near = await bench();
    near.node.plain.followsSession = () => true;
    const max = near.node.connect(near.desk.ann, near.node.plain);
    const session = await open(near);
    await expect.poll(() => max.listener.notified.length).toBe(1);
    await max.join(near.desk.ticket);
    await accept(near.eve, session);
    await set(near.eve, session, "resolved");
    await expect.poll(() => max.listener.notified.map((event) => event.session.status)).toContain("resolved");
    expect(max.heard).toContain("evicted");
    expect(max.listener.notified.map((event) => event.session.status)).toEqual(["waiting", "resolved"]);
  });

  it("tells another node over the bus, though it watches nothing", async () => {
    const one = await bench();
    const network = new LossyNetwork(one.node.clock, new Random(3));
    const near = await bench({ store: one.node.store, clock: one.node.clock, bus: network.bus() });
    const far = new TestNode({
      access: sessionAccess,
      store: one.node.store,
      clock: one.node.clock,
      bus: network.bus(),
      number: 1,
    });
    far.plain.followsSession = () => true;
    const waiting = far.connect(near.desk.ann, far.plain);
    await open(near);
    await near.node.clock.advance(1000);
    await expect
      .poll(() => waiting.listener.notified.map(({ session }) => session.status))
      .toContain("waiting");
  });

  it("[S5] tells each change once and in order, whatever the bus loses, doubles and delays", async () => {
    const one = await bench();
    const { store, clock } = one.node;
    const network = new LossyNetwork(clock, new Random(5), { loss: 0.5, duplication: 0.5, delayMs: 1500 });
    const near = await bench({ store, clock, bus: network.bus() });
    const far = new TestNode({ access: sessionAccess, store, clock, bus: network.bus(), number: 1 });
    far.plain.followsSession = () => true;
    const early = far.connect(near.desk.ann, far.plain);
    const heard = () => early.listener.notified.map(({ seq, session }) => `${seq} ${session.status}`);
    const before: string[] = [];
    for (let round = 0; round < 10; round++) {
      const session = await open(near);
      await accept(near.eve, session);
      await set(near.eve, session, "closed");
      await clock.advance(1000);
      // What comes late has been told by the store: that is no news any more, and none comes after a later one.
      await expect.poll(() => heard().at(-1)).toMatch("closed");
      before.push(heard().at(-1) ?? "");
    }
    await clock.advance(5000);
    expect(heard().filter((one) => one.endsWith("closed"))).toEqual(before);
    const seqs = early.listener.notified.map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  });

  it("[S5] tells who follows what has happened since, and nothing of before", async () => {
    const one = await bench();
    const { store, clock } = one.node;
    const network = new LossyNetwork(clock, new Random(5));
    network.down = true;
    const near = await bench({ store, clock, bus: network.bus() });
    const far = new TestNode({ access: sessionAccess, store, clock, bus: network.bus(), number: 1 });
    far.plain.followsSession = () => true;
    const session = await open(near);
    await clock.advance(2000);
    const waiting = far.connect(near.desk.ann, far.plain);
    await clock.advance(2000);
    await accept(near.eve, session);
    await clock.advance(1000);
    await expect
      .poll(() => waiting.listener.notified.map((event) => event.session.status))
      .toEqual(["active"]);
    await clock.advance(5000);
    expect(waiting.listener.notified).toHaveLength(1);
  });

  it("asks the store for nothing while nobody follows", async () => {
    const near = await bench();
    await near.node.clock.advance(5000);
    expect(near.node.store.calls.get("sessionChangesSince")).toBeUndefined();
  });

  it("[S7] that is taken on another node takes the others off within 2 s, though the bus is gone", async () => {
    const one = await bench();
    const { store, clock } = one.node;
    const network = new LossyNetwork(clock, new Random(3));
    network.down = true;
    const near = await bench({ store, clock, bus: network.bus() });
    const far = await bench({ store, clock, bus: network.bus(), number: 1 });
    const session = await open(near);
    const key = { session: { id: session.id } };
    await far.eve.execute({ name: "ticket.join", ticket: key }).then(({ start }) => start());
    // Somebody whose ticket nobody watches on that node is judged by what is known of it.
    const other = await bench({ store, clock, bus: network.bus(), number: 2 });
    await other.eve.execute({ name: "message.post", ticket: key, text: "may I?" });
    await accept(near.ann, session);
    await clock.advance(2000);
    expect(facts(far.eve)).toContain("evicted");
    expect(far.eve.connection.seats.size).toBe(0);
    await expect(
      other.eve.execute({ name: "message.post", ticket: key, text: "still?" }),
    ).rejects.toMatchObject({ code: "not_found" });
  });
});
