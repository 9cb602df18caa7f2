import {
  type Desk,
  FakeClock,
  LossyNetwork,
  MemoryStore,
  openDesk,
  Random,
  settled,
  type TestClient,
  TestNode,
} from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { ChatError } from "./errors.js";
import type { User } from "./person.js";

interface Bench {
  readonly node: TestNode;
  /** Another node on the same store. The bus between the two loses everything. */
  readonly far: TestNode;
  readonly desk: Desk;
  readonly ann: TestClient;
  readonly bob: TestClient;
  /** The host application, on the near node and on the far one. */
  readonly host: TestClient;
  readonly farHost: TestClient;
}

async function bench(): Promise<Bench> {
  const clock = new FakeClock();
  const store = new MemoryStore();
  const network = new LossyNetwork(clock, new Random(1));
  network.down = true;
  const node = new TestNode({ store, clock, bus: network.bus() });
  const far = new TestNode({ store, clock, bus: network.bus(), number: 1 });
  const desk = await openDesk(store);
  const [service] = await store.putUsers([{ ref: "host", role: "service" }], false, 0);
  const user = service?.user as User;
  return {
    node,
    far,
    desk,
    ann: node.connect(desk.ann),
    bob: node.connect(desk.bob),
    host: node.connect(user),
    farHost: far.connect(user),
  };
}

/** Gives the ticket to somebody else than Ann. */
const unassign = (host: TestClient, { ticket }: Desk, subject = "taken from Ann"): Promise<unknown> =>
  host.execute({ name: "ticket.put", tickets: [{ ref: ticket.ref, assignee: null, subject }] });

const demote = (host: TestClient, role: User["role"] = "customer"): Promise<unknown> =>
  host.execute({ name: "user.put", users: [{ ref: "u-ann", role }] });

const seated = ({ connection }: TestClient, { ticket }: Desk): boolean => connection.seats.has(ticket.id);

describe("an unassignment", () => {
  it("[S7] takes a person off the ticket before anything else is told", async () => {
    const { desk, ann, bob, host } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    await Promise.all([unassign(host, desk), bob.post(desk.ticket, "secret")]);
    await settled();
    expect(ann.heard).toEqual(["presence.joined u-bob", "evicted"]);
    expect(bob.heard).toEqual(["presence.left u-ann", "ticket.updated", "message.posted"]);
    expect(seated(ann, desk)).toBe(false);
    expect(bob.complaints).toEqual([]);
    await expect(ann.post(desk.ticket, "still here?")).rejects.toMatchObject({ code: "not_found" });
  });

  it("[S7] tells the others with the ticket as it is now", async () => {
    const { desk, bob, host } = await bench();
    await bob.join(desk.ticket);
    await unassign(host, desk, "a new subject");
    await settled();
    const told = bob.listener.heard.at(-1);
    expect(told?.what).toMatchObject({ type: "ticket.updated", changed: ["subject", "assignee"] });
    expect(told?.ticket).toMatchObject({ subject: "a new subject", related: { assignee: null } });
  });

  it("[S7] on another node takes effect within 2 s though the bus is gone", async () => {
    const { node, desk, ann, bob, farHost } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    await unassign(farHost, desk);
    await node.clock.advance(2000);
    expect(ann.heard.at(-1)).toBe("evicted");
    expect(seated(ann, desk)).toBe(false);
    expect(bob.heard).toEqual(["presence.left u-ann", "ticket.updated"]);
    await expect(ann.post(desk.ticket, "still here?")).rejects.toMatchObject({ code: "not_found" });
  });

  it("[S7] of a ticket nobody watches here takes effect within 2 s", async () => {
    const { node, desk, ann, farHost } = await bench();
    await ann.post(desk.ticket, "mine");
    await unassign(farHost, desk);
    await node.clock.advance(2000);
    await expect(ann.post(desk.ticket, "still mine?")).rejects.toMatchObject({ code: "not_found" });
  });

  it("[S7] holds when the store can't be read at first", async () => {
    const { node, desk, ann, bob, host } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    node.store.failNext("ticket");
    await unassign(host, desk);
    await bob.post(desk.ticket, "secret");
    await settled();
    expect(ann.texts(desk.ticket)).toEqual([]);
    await node.clock.advance(2000);
    expect(ann.heard.at(-1)).toBe("evicted");
    expect(bob.heard).toEqual(["presence.left u-ann", "ticket.updated", "message.posted"]);
    expect(bob.complaints).toEqual([]);
    expect(node.log.warnings).toEqual(["facts not read again yet"]);
  });

  it("[S7] tells with the newest facts when one follows another", async () => {
    const { node, desk, bob, host } = await bench();
    await bob.join(desk.ticket);
    const held = node.store.hold("ticket", "after");
    await unassign(host, desk, "first");
    await held.reached;
    await unassign(host, desk, "second");
    await unassign(host, desk, "third");
    held.release();
    await settled();
    expect(bob.heard).toEqual(["ticket.updated", "ticket.updated", "ticket.updated"]);
    expect(bob.listener.heard.map(({ ticket }) => ticket.subject)).toEqual(["first", "third", "third"]);
    expect(bob.complaints).toEqual([]);
  });

  it("[S7] that lands while a join reads refuses the join, and shows nothing", async () => {
    for (const call of ["readMessages", "ticket"] as const) {
      for (const when of ["before", "after"] as const) {
        const { node, desk, ann, bob, host } = await bench();
        await ann.execute({ name: "ticket.read", ticket: { ref: desk.ticket.ref } });
        const held = node.store.hold(call, when);
        const joining = ann.join(desk.ticket).catch((failure: unknown) => failure);
        await held.reached;
        await unassign(host, desk);
        held.release();
        const outcome = await joining;
        await settled();
        // What the ticket's facts were read before the change, the change itself comes after.
        if (outcome instanceof ChatError) expect(outcome.code).toBe("not_found");
        else expect(ann.heard).toEqual(["evicted"]);
        expect(seated(ann, desk)).toBe(false);
        await bob.join(desk.ticket);
        expect(bob.heard).toEqual([]);
        await bob.post(desk.ticket, "secret");
        expect(ann.texts(desk.ticket)).toEqual([]);
      }
    }
  });

  it("[S7] that lands while a reply is being written is told after the reply", async () => {
    const { desk, ann, bob, host } = await bench();
    await bob.join(desk.ticket);
    const joined = await ann.execute({ name: "ticket.join", ticket: { ref: desk.ticket.ref } });
    await unassign(host, desk);
    await bob.post(desk.ticket, "secret");
    await settled();
    expect(ann.heard).toEqual([]);
    ann.takeOver(joined);
    expect(ann.heard).toEqual(["evicted"]);
    expect(seated(ann, desk)).toBe(false);
  });

  it("[S7] that nobody has told of is seen by who joins first, whatever was known before", async () => {
    const { node, desk, ann, farHost } = await bench();
    await ann.post(desk.ticket, "mine");
    await unassign(farHost, desk);
    await node.clock.advance(100);
    await expect(ann.join(desk.ticket)).rejects.toMatchObject({ code: "not_found" });
    expect(seated(ann, desk)).toBe(false);
  });

  it("[S7] is not undone by a look at the ticket from before it that comes back late", async () => {
    const { node, desk, ann, bob, host } = await bench();
    const held = node.store.hold("ticket", "after");
    const { number } = desk.ticket;
    const late = ann.execute({ name: "ticket.read", ticket: { number } });
    await held.reached;
    await bob.join(desk.ticket);
    await unassign(host, desk);
    await settled();
    held.release();
    await late;
    await expect(ann.post(desk.ticket, "begun after")).rejects.toMatchObject({ code: "not_found" });
    await expect(ann.join(desk.ticket)).rejects.toMatchObject({ code: "not_found" });
  });

  it("[S7] holds for single requests while the only reader's join hangs", async () => {
    const { node, desk, ann, bob, farHost } = await bench();
    await ann.execute({ name: "ticket.read", ticket: { ref: desk.ticket.ref } });
    const held = node.store.hold("readMessages", "before");
    const joining = bob.join(desk.ticket);
    await held.reached;
    await unassign(farHost, desk);
    await node.clock.advance(2000);
    await expect(ann.post(desk.ticket, "still mine?")).rejects.toMatchObject({ code: "not_found" });
    held.release();
    await joining;
  });

  it("that was taken back lets the person join again and go on", async () => {
    const { desk, ann, bob, host } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    await unassign(host, desk);
    await settled();
    await host.execute({ name: "ticket.put", tickets: [{ ref: desk.ticket.ref, assignee: "u-ann" }] });
    await settled();
    await ann.resume(desk.ticket);
    await bob.post(desk.ticket, "welcome back");
    expect(ann.texts(desk.ticket)).toEqual(["welcome back"]);
    expect(ann.complaints).toEqual([]);
  });
});

describe("a change of role", () => {
  it("[S7] takes a person off what their role alone let them see", async () => {
    const { node, desk, host } = await bench();
    const [put] = await node.store.putUsers([{ ref: "root", role: "admin" }], false, 0);
    const root = node.connect(put?.user as User);
    await root.join(desk.ticket);
    await host.execute({ name: "user.put", users: [{ ref: "root", role: "agent" }] });
    expect(root.heard).toEqual(["evicted"]);
    await expect(root.join(desk.ticket)).rejects.toMatchObject({ code: "not_found" });
  });

  it("[S6] [S7] takes a demoted person's internal view away, though they stay on the ticket", async () => {
    const { desk, ann, bob, host } = await bench();
    for (const client of [ann, bob]) await client.join(desk.ticket);
    await ann.post(desk.ticket, "note", { audience: "internal" });
    await demote(host, "vendor");
    expect(ann.heard.at(-1)).toBe("evicted");
    await expect(ann.post(desk.ticket, "note", { audience: "internal" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const { audience } = await ann.resume(desk.ticket);
    expect(audience).toBe("public");
    expect(ann.texts(desk.ticket)).toEqual([]);
  });

  it("[S7] on another node takes effect within 2 s though the bus is gone", async () => {
    const { node, desk, ann, farHost } = await bench();
    await ann.join(desk.ticket);
    await demote(farHost);
    await node.clock.advance(2000);
    expect(ann.heard).toEqual(["evicted"]);
    expect(ann.connection.identity.role).toBe("customer");
  });

  it("[S7] reaches who was signing in when it happened", async () => {
    const { node, desk, farHost } = await bench();
    const identity = await node.engine.signIn({
      user: { ref: "u-ann", role: "agent" },
      issuedAt: 0,
      expiresAt: null,
      tokenId: null,
    });
    await demote(farHost);
    await node.clock.advance(5000);
    const late = node.connect(identity.user);
    await late.join(desk.ticket);
    await node.clock.advance(2000);
    expect(late.heard).toEqual(["evicted"]);
  });

  it("[S7] that was read late does not undo a newer one", async () => {
    const { node, ann, host } = await bench();
    await demote(host, "vendor");
    const held = node.store.hold("usersToldSince", "after");
    const advancing = node.clock.advance(1000);
    await held.reached;
    await advancing;
    await demote(host, "customer");
    held.release();
    await settled();
    expect(ann.connection.identity.role).toBe("customer");
  });

  it("[S7] that lands while a join reads is what the join goes by", async () => {
    const { node, desk, ann, host } = await bench();
    const held = node.store.hold("readMessages", "after");
    const joining = ann.join(desk.ticket);
    await held.reached;
    await demote(host, "vendor");
    held.release();
    await expect(joining).rejects.toMatchObject({ code: "unavailable", retryable: true });
    expect(seated(ann, desk)).toBe(false);
    expect((await ann.join(desk.ticket)).audience).toBe("public");
  });

  it("asks the store about nobody while nobody is connected", async () => {
    const node = new TestNode();
    await node.clock.advance(5000);
    expect(node.store.calls.get("usersToldSince")).toBeUndefined();
    expect(node.store.calls.get("heads")).toBeUndefined();
  });
});

describe("the end of a token", () => {
  it("[S7] closes the connection with a reason, 5 s after, and takes it off its tickets", async () => {
    const { node, desk, bob } = await bench();
    await bob.join(desk.ticket);
    const ann = node.connect(desk.ann, node.rich, { expiresAt: node.clock.now() + 60_000 });
    await ann.join(desk.ticket);
    await node.clock.advance(64_999);
    expect(ann.listener.closedFor).toBeUndefined();
    await node.clock.advance(1);
    expect(ann.listener.closedFor).toBe("token_expired");
    expect(seated(ann, desk)).toBe(false);
    await node.clock.advance(5000);
    expect(bob.heard.at(-1)).toBe("presence.left u-ann");
    expect(node.engine.connections.of(desk.ann.id).size).toBe(1);
  });

  it("[S7] that has been passed already closes within half a second; one without an end never", async () => {
    const { node, desk, ann } = await bench();
    const late = node.connect(desk.ann, node.rich, { expiresAt: node.clock.now() - 3_600_000 });
    await node.clock.advance(500);
    expect(late.listener.closedFor).toBe("token_expired");
    await node.clock.advance(3_600_000);
    expect(ann.listener.closedFor).toBeUndefined();
  });

  it("is forgotten when the connection is gone first", async () => {
    const { node, desk } = await bench();
    const before = node.clock.running;
    const ann = node.connect(desk.ann, node.rich, { expiresAt: node.clock.now() + 60_000 });
    ann.drop();
    expect(node.clock.running).toBe(before);
    await node.clock.advance(120_000);
    expect(ann.listener.closedFor).toBeUndefined();
  });
});
