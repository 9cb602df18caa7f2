import {
  type Desk,
  FakeClock,
  keyOf,
  type LossyBus,
  LossyNetwork,
  MemoryStore,
  openDesk,
  Random,
  settled,
  type TestClient,
  TestNode,
} from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { PRESENCE_GRACE_MS } from "./presence.js";
import { TYPING_TTL_MS } from "./typing.js";

interface Bench {
  readonly node: TestNode;
  readonly desk: Desk;
  readonly ann: TestClient;
  readonly bob: TestClient;
}

async function bench(): Promise<Bench> {
  const node = new TestNode();
  const desk = await openDesk(node.store);
  return { node, desk, ann: node.connect(desk.ann), bob: node.connect(desk.bob) };
}

const boom = (): never => {
  throw new Error("listener is broken");
};

/** Nothing is left of anybody: no seats, groups, subscriptions, or timers but those of a node nobody has come to. */
function expectEmpty(node: TestNode): void {
  expect([...node.rich.occupied, ...node.plain.occupied]).toEqual([]);
  expect([...(node.bus as LossyBus).watched]).toEqual([]);
  expect(node.engine.connections.peopleOnline).toBe(0);
  expect(node.clock.running).toBe(new TestNode().clock.running);
}

describe("a listener that throws", () => {
  it("[S9] keeps nothing from anybody else, live or arriving", async () => {
    const { node, desk, ann, bob } = await bench();
    const broken = node.connect(desk.ann, node.plain);
    for (const client of [broken, ann, bob]) await client.join(desk.ticket);
    broken.listener.onTell = boom;
    for (const text of ["a", "b"]) await bob.post(desk.ticket, text);
    await bob.execute({ name: "typing.start", ticket: keyOf(desk.ticket) });
    expect(ann.texts(desk.ticket)).toEqual(["a", "b"]);
    expect(bob.texts(desk.ticket)).toEqual(["a", "b"]);
    expect(ann.heard.at(-1)).toBe("typing.started u-bob");
    expect(node.log.errors).toContain("a listener could not be told");
  });

  it("[S9] does not break its own eviction or end, nor those of others", async () => {
    const { node, desk, ann, bob } = await bench();
    const broken = node.connect(desk.ann);
    for (const client of [broken, ann, bob]) await client.join(desk.ticket);
    broken.listener.onTell = boom;
    broken.listener.close = boom;
    await node.store.putTickets([{ ref: desk.ticket.ref, assignee: null }], null, 1);
    await node.clock.advance(2000);
    expect(ann.heard.at(-1)).toBe("evicted");
    expect(bob.heard.at(-1)).toBe("ticket.updated");
    expect(broken.connection.seats.size).toBe(0);
    expect(() => node.engine.close(broken.connection, "slow_reader")).not.toThrow();
    expect(node.engine.connections.of(desk.ann.id).size).toBe(1);
  });
});

describe("a store that fails", () => {
  it("[S9] in a join leaves no seat, no presence and no subscription", async () => {
    const { node, desk, ann } = await bench();
    for (const call of ["ticket", "readMessages", "ticket"] as const) {
      await node.clock.advance(3000);
      node.store.failNext(call, new Error("store is broken"));
      await expect(ann.join(desk.ticket)).rejects.toThrow("store is broken");
      expect(ann.connection.seats.size).toBe(0);
      expect([...(node.bus as LossyBus).watched]).toEqual([]);
    }
    await ann.join(desk.ticket);
    await ann.post(desk.ticket, "works");
    expect(ann.texts(desk.ticket)).toEqual(["works"]);
  });

  it("[S9] when facts are read for who joins first leaves nothing either", async () => {
    const { node, desk, ann } = await bench();
    await ann.execute({ name: "ticket.read", ticket: keyOf(desk.ticket) });
    node.store.failNext("ticket");
    await expect(ann.join(desk.ticket)).rejects.toMatchObject({ code: "unavailable" });
    expect(ann.connection.seats.size).toBe(0);
    expect([...(node.bus as LossyBus).watched]).toEqual([]);
  });

  it("[S3] in a repeated join tells that the seat is gone rather than falling silent", async () => {
    const { node, desk, ann, bob } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    node.store.failNext("readLog");
    await expect(bob.resume(desk.ticket)).rejects.toMatchObject({ code: "unavailable" });
    expect(bob.heard).toEqual(["evicted"]);
    expect(bob.joined.size).toBe(0);
    expect(ann.heard.at(-1)).toBe("presence.left u-bob");
    await ann.post(desk.ticket, "meanwhile");
    await bob.resume(desk.ticket);
    expect(bob.texts(desk.ticket)).toEqual(["meanwhile"]);
  });

  it("[S1] in a send keeps readers where they are, and the next one goes through", async () => {
    const { node, desk, ann, bob } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    node.store.failNext("append");
    await expect(ann.post(desk.ticket, "lost")).rejects.toMatchObject({ code: "unavailable" });
    await ann.post(desk.ticket, "kept");
    expect(bob.texts(desk.ticket)).toEqual(["kept"]);
    expect(bob.complaints).toEqual([]);
  });

  it("[S5] in looks for what was missed is asked again", async () => {
    const clock = new FakeClock();
    const store = new MemoryStore();
    const network = new LossyNetwork(clock, new Random(1));
    network.down = true;
    const [near, far] = [1, 2].map((number) => new TestNode({ store, clock, bus: network.bus(), number }));
    if (!near || !far) throw new Error("no nodes");
    const desk = await openDesk(store);
    const bob = near.connect(desk.bob);
    await bob.join(desk.ticket);
    await far.connect(desk.ann).post(desk.ticket, "over there");
    store.failNext("heads");
    store.failNext("readLog");
    store.failNext("usersToldSince");
    await clock.advance(5000);
    expect(bob.texts(desk.ticket)).toEqual(["over there"]);
    expect([...near.log.warnings].sort()).toEqual([
      "gap not repaired yet",
      "roles and revoked tokens not read again yet",
      "sweep failed, will try again",
    ]);
  });

  it("[S5] for one ticket does not keep others from being repaired", async () => {
    const clock = new FakeClock();
    const store = new MemoryStore();
    const network = new LossyNetwork(clock, new Random(1));
    network.down = true;
    const [near, far] = [1, 2].map((number) => new TestNode({ store, clock, bus: network.bus(), number }));
    if (!near || !far) throw new Error("no nodes");
    const desks = await Promise.all(["t-1", "t-2"].map((ref) => openDesk(store, ref)));
    const readers = desks.map((desk) => near.connect(desk.bob));
    for (const [n, desk] of desks.entries()) await readers[n]?.join(desk.ticket);
    for (const desk of desks) await far.connect(desk.ann).post(desk.ticket, "over there");
    const readLog = store.readLog.bind(store);
    store.readLog = (query) =>
      query.ticketId === desks[0]?.ticket.id
        ? Promise.reject(new Error("this log is broken"))
        : readLog(query);
    await clock.advance(2000);
    expect(desks.map(({ ticket }, n) => readers[n]?.texts(ticket))).toEqual([[], ["over there"]]);
  });
});

describe("a repair", () => {
  it("[S5] brings back more than it reads at a time", async () => {
    const { node, desk, bob } = await bench();
    await bob.join(desk.ticket);
    const far = new TestNode({ store: node.store, clock: node.clock, number: 1 });
    const other = far.connect(desk.ann);
    const texts = Array.from({ length: 1201 }, (_, n) => `${n}`);
    await Promise.all(texts.map((text) => other.post(desk.ticket, text)));
    await node.clock.advance(2000);
    expect(bob.texts(desk.ticket)).toEqual(texts);
  });

  it("[S5] is not made of what is being told", async () => {
    const { node, desk, ann, bob } = await bench();
    await bob.join(desk.ticket);
    const held = node.store.hold("append", "after");
    const sent = ann.post(desk.ticket, "stored just now");
    await held.reached;
    await node.clock.advance(1000);
    expect(node.store.calls.get("heads")).toBe(1);
    held.release();
    await sent;
    await node.clock.advance(500);
    expect(bob.texts(desk.ticket)).toEqual(["stored just now"]);
    expect(node.store.calls.get("readLog") ?? 0).toBe(0);
  });

  it("[S9] of a ticket that everybody left meanwhile ends", async () => {
    const { node, desk, bob } = await bench();
    await bob.join(desk.ticket);
    const far = new TestNode({ store: node.store, clock: node.clock, number: 1 });
    const other = far.connect(desk.ann);
    await Promise.all(Array.from({ length: 600 }, (_, n) => other.post(desk.ticket, `${n}`)));
    const held = node.store.hold("readLog", "after");
    const advancing = node.clock.advance(1100);
    await held.reached;
    bob.drop();
    held.release();
    await advancing;
    await settled();
    expect(node.store.calls.get("readLog")).toBe(1);
    expect(bob.complaints).toEqual([]);
  });
});

describe("a connection", () => {
  it("[S9] may be gone twice, and closed after it is gone", async () => {
    const { node, desk, ann, bob } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    ann.drop();
    ann.drop();
    node.engine.close(ann.connection, "draining");
    expect(ann.listener.closedFor).toBeUndefined();
    await node.clock.advance(PRESENCE_GRACE_MS * 2);
    expect(bob.heard).toEqual(["presence.left u-ann"]);
  });

  it("that is gone joins nothing, but what it sent before is stored", async () => {
    const { node, desk, ann } = await bench();
    const sent = ann.post(desk.ticket, "last words");
    ann.drop();
    expect((await sent).text).toBe("last words");
    await expect(ann.join(desk.ticket)).rejects.toMatchObject({ code: "unavailable" });
    expect(ann.connection.seats.size).toBe(0);
    expect([...(node.bus as LossyBus).watched]).toEqual([]);
  });

  it("that never joined may leave", async () => {
    const { desk, ann } = await bench();
    await ann.leave(desk.ticket);
  });

  it("is needed to join", async () => {
    const { node, desk, ann } = await bench();
    const { identity, language } = ann.connection;
    const join = { name: "ticket.join", ticket: keyOf(desk.ticket) } as const;
    await expect(node.engine.execute({ identity, language }, join)).rejects.toMatchObject({
      code: "invalid",
    });
  });
});

describe("when everybody has left", () => {
  it("nothing is kept of them, however they came and went", async () => {
    const { node, desk, ann, bob } = await bench();
    const random = new Random(7);
    const desks = [desk, ...(await Promise.all(["t-2", "t-3"].map((ref) => openDesk(node.store, ref))))];
    let clients: TestClient[] = [ann, bob];
    for (let n = 0; n < 300; n++) {
      const client = random.pick(clients);
      const { ticket } = random.pick(desks);
      const what = random.below(7);
      if (what === 0) await client.join(ticket);
      else if (what === 1) await client.leave(ticket);
      else if (what === 2) await client.execute({ name: "typing.start", ticket: keyOf(ticket) });
      else if (what === 3) void client.join(ticket).catch(() => {});
      else if (what === 4) await client.post(ticket, `${n}`);
      else if (what === 5) {
        client.drop();
        clients = clients.filter((one) => one !== client);
      }
      if (clients.length < 3)
        clients.push(node.connect(random.pick([desk.ann, desk.bob]), random.pick([node.rich, node.plain])));
    }
    for (const client of clients) client.drop();
    await node.clock.advance(TYPING_TTL_MS);
    expectEmpty(node);
    expect(node.log.errors).toEqual([]);
  });
});
