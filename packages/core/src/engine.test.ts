import { keyOf, openDesk, readAll, settled, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { ChatError } from "./errors.js";

describe("an engine that is drained", () => {
  it("[S10] has stored and acknowledged all that was accepted, also what had not reached the store yet", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const ann = node.connect(desk.ann);
    const held = node.store.hold("ticket", "before");
    const acked: string[] = [];
    for (const text of ["a", "b"])
      void ann.post(desk.ticket, text).then(({ text: said }) => acked.push(said));
    const drained = node.engine.drain().then(() => acked.push("drained"));
    await held.reached;
    await settled();
    expect(acked).toEqual([]);
    held.release();
    await drained;
    expect(acked).toEqual(["a", "b", "drained"]);
    expect(await readAll(node.store, desk.ticket.id)).toHaveLength(2);
  });

  it("[S10] refuses what comes in later, and does not wait for files that are slow to come", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const bob = node.connect(desk.bob);
    const files = (async function* () {
      await new Promise(() => {});
    })() as AsyncIterable<never>;
    void bob.execute({ name: "attachment.upload", ticket: keyOf(desk.ticket), files });
    const accepted = bob.post(desk.ticket, "a");
    const drained = node.engine.drain();
    await expect(bob.post(desk.ticket, "b")).rejects.toMatchObject({ code: "unavailable", retryable: true });
    await drained;
    expect((await accepted).seq).toBe(1);
    expect(await readAll(node.store, desk.ticket.id)).toHaveLength(1);
  });

  it("[S10] is drained though what it had was refused", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    node.store.failNext("append");
    const refused = node.connect(desk.bob).post(desk.ticket, "a");
    await Promise.all([node.engine.drain(), expect(refused).rejects.toBeInstanceOf(ChatError)]);
  });
});

describe("an engine that is stopped", () => {
  it("[S10] stores what it has, then asks nothing more of the store", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const bob = node.connect(desk.bob);
    await bob.join(desk.ticket);
    const posting = bob.post(desk.ticket, "last");
    await node.engine.stop();
    expect((await posting).seq).toBe(1);
    const before = new Map(node.store.calls);
    await node.clock.advance(60_000);
    expect(node.store.calls).toEqual(before);
    expect(node.clock.running).toBe(0);
  });
});

describe("an engine", () => {
  it("answers as long as its store does", async () => {
    const node = new TestNode();
    expect(await node.engine.ping()).toEqual({ bus: "here" });
    node.store.failNext("ping");
    await expect(node.engine.ping()).rejects.toMatchObject({ code: "unavailable" });
  });

  it("[S5] answers without a bus too, and says that it is away", async () => {
    const node = new TestNode();
    await node.bus.close();
    expect(await node.engine.ping()).toEqual({ bus: "away" });
    node.store.failNext("ping");
    await expect(node.engine.ping()).rejects.toMatchObject({ code: "unavailable" });
  });

  it("knows who is here", async () => {
    const node = new TestNode();
    const { ann, bob } = await openDesk(node.store);
    const tabs = [node.connect(ann), node.connect(ann), node.connect(bob)];
    expect([node.engine.connections.peopleOnline, node.engine.connections.of(ann.id).size]).toEqual([2, 2]);
    for (const tab of tabs) tab.drop();
    expect([node.engine.connections.peopleOnline, node.engine.connections.of(ann.id).size]).toEqual([0, 0]);
  });

  it("[S9] is not hurt by a broken message of another node", async () => {
    const node = new TestNode();
    const desk = await openDesk(node.store);
    const ann = node.connect(desk.ann);
    await ann.join(desk.ticket);
    const { deliver } = node.bus as unknown as { deliver(message: unknown): void };
    for (const broken of [{}, { events: [null] }, { kind: "signal" }, { kind: "signal", signal: {} }]) {
      expect(() => deliver.call(node.bus, { ticketId: desk.ticket.id, ...broken })).not.toThrow();
    }
    expect(node.log.errors).toContain("a message of another node is broken");
    await ann.post(desk.ticket, "fine");
    expect(ann.texts(desk.ticket)).toEqual(["fine"]);
  });
});
