import { type Desk, keyOf, openDesk, settled, type TestClient, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { PRESENCE_GRACE_MS } from "./presence.js";

const JOINED = "presence.joined u-ann";
const LEFT = "presence.left u-ann";

async function bench(): Promise<{ readonly node: TestNode; readonly desk: Desk; readonly bob: TestClient }> {
  const node = new TestNode();
  const desk = await openDesk(node.store);
  const bob = node.connect(desk.bob);
  await bob.join(desk.ticket);
  return { node, desk, bob };
}

async function watching(node: TestNode, { ticket, bob }: Desk): Promise<readonly string[]> {
  const { participants } = await node
    .connect(bob)
    .execute({ name: "participant.list", ticket: keyOf(ticket) });
  return participants.filter(({ online }) => online).map(({ person }) => person.ref);
}

describe("presence", () => {
  it("tells that a person came with their first connection and left with their last", async () => {
    const { node, desk, bob } = await bench();
    const [one, two] = [node.connect(desk.ann), node.connect(desk.ann, node.plain)];
    for (const tab of [one, two]) await tab.join(desk.ticket);
    expect(bob.heard).toEqual([JOINED]);
    await one.leave(desk.ticket);
    expect(bob.heard).toEqual([JOINED]);
    await two.leave(desk.ticket);
    expect(bob.heard).toEqual([JOINED, LEFT]);
    expect([...one.heard, ...two.heard]).toEqual([]);
  });

  it("counts a connection once, however often it joins", async () => {
    const { node, desk, bob } = await bench();
    const ann = node.connect(desk.ann);
    await Promise.all([ann.join(desk.ticket), ann.join(desk.ticket)]);
    await ann.join(desk.ticket);
    await ann.leave(desk.ticket);
    expect(bob.heard).toEqual([JOINED, LEFT]);
    expect(await watching(node, desk)).toEqual(["u-bob"]);
  });

  it("gives a dropped connection a moment to come back", async () => {
    const { node, desk, bob } = await bench();
    const ann = node.connect(desk.ann);
    await ann.join(desk.ticket);
    ann.drop();
    await node.clock.advance(PRESENCE_GRACE_MS - 1);
    await node.connect(desk.ann).join(desk.ticket);
    await node.clock.advance(PRESENCE_GRACE_MS * 3);
    expect(bob.heard).toEqual([JOINED]);
  });

  it("tells that a person left when nothing came back in time, and then is told afresh", async () => {
    const { node, desk, bob } = await bench();
    const ann = node.connect(desk.ann);
    await ann.join(desk.ticket);
    ann.drop();
    await node.clock.advance(PRESENCE_GRACE_MS);
    expect(bob.heard).toEqual([JOINED, LEFT]);
    await node.connect(desk.ann).join(desk.ticket);
    expect(bob.heard).toEqual([JOINED, LEFT, JOINED]);
  });

  it("gives no moment to who left on purpose or was taken off, while another tab had dropped before", async () => {
    const { node, desk, bob } = await bench();
    const [one, two] = [node.connect(desk.ann), node.connect(desk.ann)];
    for (const tab of [one, two]) await tab.join(desk.ticket);
    one.drop();
    await two.leave(desk.ticket);
    expect(bob.heard).toEqual([JOINED, LEFT]);
    await node.clock.advance(PRESENCE_GRACE_MS * 2);
    expect(bob.heard).toEqual([JOINED, LEFT]);
  });

  it("lists who is watching, oneself left out, and tells of who comes while the list is on its way", async () => {
    const { node, desk } = await bench();
    const ann = node.connect(desk.ann);
    const joined = await ann.execute({ name: "ticket.join", ticket: keyOf(desk.ticket) });
    expect(joined.present.map(({ ref }) => ref)).toEqual(["u-bob"]);
    await node.store.putTickets([{ ref: desk.ticket.ref, participants: ["u-eve"] }], null, 1);
    await node.clock.advance(2000);
    const eve = await node.store.user("u-eve");
    if (!eve) throw new Error("no eve");
    const other = node.connect(eve);
    expect((await other.join(desk.ticket)).present.map(({ ref }) => ref)).toEqual(["u-bob", "u-ann"]);
    ann.takeOver(joined);
    expect(ann.heard).toContain("presence.joined u-eve");
    expect((await ann.join(desk.ticket)).present.map(({ ref }) => ref)).toEqual(["u-bob", "u-eve"]);
  });

  it("shows nothing of a join that fails, is left, or drops before it is done", async () => {
    const { node, desk, bob } = await bench();
    const ann = node.connect(desk.ann);
    node.store.failNext("readMessages");
    await expect(ann.join(desk.ticket)).rejects.toMatchObject({ code: "unavailable" });
    const ways: ((client: TestClient) => unknown)[] = [(one) => one.leave(desk.ticket), (one) => one.drop()];
    for (const way of ways) {
      const tab = node.connect(desk.ann);
      const held = node.store.hold("readMessages", "after");
      const joining = tab.join(desk.ticket);
      await held.reached;
      await way(tab);
      held.release();
      await expect(joining).rejects.toMatchObject({ code: "conflict" });
    }
    await settled();
    expect(bob.heard).toEqual([]);
    expect(await watching(node, desk)).toEqual(["u-bob"]);
    await node.clock.advance(PRESENCE_GRACE_MS * 2);
    expect(bob.heard).toEqual([]);
  });

  it("lists who watches without a relation last", async () => {
    const { node, desk } = await bench();
    const [put] = await node.store.putUsers([{ ref: "root", role: "admin" }], false, 1);
    if (!put) throw new Error("no root");
    const root = node.connect(put.user);
    await root.join(desk.ticket);
    const { participants } = await root.execute({ name: "participant.list", ticket: keyOf(desk.ticket) });
    expect(participants.map(({ person, relation, online }) => [person.ref, relation, online])).toEqual([
      ["u-bob", "customer", true],
      ["u-ann", "assignee", false],
      ["root", "participant", true],
    ]);
  });
});
