import { type Desk, keyOf, openDesk, type TestClient, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import type { Audience } from "./audience.js";
import { TYPING_TTL_MS } from "./typing.js";

interface Bench {
  readonly node: TestNode;
  readonly desk: Desk;
  readonly ann: TestClient;
  readonly bob: TestClient;
}

/** Ann and Bob on their ticket, both watching, nothing heard yet. */
async function bench(): Promise<Bench> {
  const node = new TestNode();
  const desk = await openDesk(node.store);
  const [ann, bob] = [node.connect(desk.ann), node.connect(desk.bob)];
  for (const client of [ann, bob]) await client.join(desk.ticket);
  ann.listener.heard.length = 0;
  return { node, desk, ann, bob };
}

const type = (client: TestClient, { ticket }: Desk, audience?: Audience): Promise<unknown> =>
  client.execute({ name: "typing.start", ticket: keyOf(ticket), audience });

const stop = (client: TestClient, { ticket }: Desk): Promise<unknown> =>
  client.execute({ name: "typing.stop", ticket: keyOf(ticket) });

const STARTED = "typing.started u-ann";
const STOPPED = "typing.stopped u-ann";

describe("typing", () => {
  it("is told to the others and not to its author, on none of their connections", async () => {
    const { node, desk, ann, bob } = await bench();
    const tab = node.connect(desk.ann);
    await tab.join(desk.ticket);
    await type(ann, desk);
    await stop(ann, desk);
    expect(bob.heard).toEqual([STARTED, STOPPED]);
    expect([...ann.heard, ...tab.heard]).toEqual([]);
  });

  it("ends by itself after 10 s", async () => {
    const { node, desk, ann, bob } = await bench();
    await type(ann, desk);
    await node.clock.advance(TYPING_TTL_MS - 1);
    expect(bob.heard).toEqual([STARTED]);
    await node.clock.advance(1);
    expect(bob.heard).toEqual([STARTED, STOPPED]);
    await node.clock.advance(60_000);
    expect(bob.heard).toEqual([STARTED, STOPPED]);
  });

  it("goes on while it is renewed, which is passed on once a second at most", async () => {
    const { node, desk, ann, bob } = await bench();
    for (let n = 0; n < 40; n++) {
      await type(ann, desk);
      await node.clock.advance(500);
    }
    expect(bob.heard).toEqual(Array.from({ length: 20 }, () => STARTED));
    await node.clock.advance(TYPING_TTL_MS - 500);
    expect(bob.heard.at(-1)).toBe(STOPPED);
  });

  it("ends when its author sends, also when the same message comes again", async () => {
    const { desk, ann, bob } = await bench();
    for (const _ of ["first", "again"]) {
      await type(ann, desk);
      await ann.post(desk.ticket, "done", { clientId: "k" });
    }
    expect(bob.heard).toEqual([STARTED, "message.posted", STOPPED, STARTED, STOPPED]);
  });

  it("ends when its author leaves, drops, or is taken off", async () => {
    const { node, desk, bob } = await bench();
    const ways: ((client: TestClient) => unknown)[] = [
      (client) => client.leave(desk.ticket),
      (client) => client.drop(),
      (client) => node.engine.close(client.connection, "token_revoked"),
      () => node.store.putTickets([{ ref: desk.ticket.ref, assignee: null }], null, 1),
    ];
    for (const way of ways) {
      const tab = node.connect(desk.ann);
      await tab.join(desk.ticket);
      await type(tab, desk);
      await way(tab);
    }
    await node.clock.advance(2000);
    const typed = bob.heard.filter((what) => what.startsWith("typing"));
    expect(typed).toEqual(ways.flatMap(() => [STARTED, STOPPED]));
  });

  it("ends with its connection also where that watches nothing", async () => {
    const { node, desk, bob } = await bench();
    const tab = node.connect(desk.ann);
    await type(tab, desk);
    tab.drop();
    expect(bob.heard).toEqual([STARTED, STOPPED]);
  });

  it("is not begun by a connection that is gone", async () => {
    const { node, desk, bob } = await bench();
    const tab = node.connect(desk.ann);
    const typing = tab.execute({ name: "typing.start", ticket: { number: desk.ticket.number } });
    tab.drop();
    await typing;
    expect(bob.heard).toEqual([]);
    expect(node.clock.running).toBe(new TestNode().clock.running);
  });

  it("goes on with the tab that typed last", async () => {
    const { node, desk, ann, bob } = await bench();
    const tab = node.connect(desk.ann);
    await type(ann, desk);
    await type(tab, desk);
    ann.drop();
    expect(bob.heard).toEqual([STARTED]);
    tab.drop();
    expect(bob.heard).toEqual([STARTED, STOPPED]);
  });

  it("needs no connection, and then ends by itself", async () => {
    const { node, desk, ann, bob } = await bench();
    const { identity, language } = ann.connection;
    await node.engine.execute({ identity, language }, { name: "typing.start", ticket: keyOf(desk.ticket) });
    await node.clock.advance(TYPING_TTL_MS);
    expect(bob.heard).toEqual([STARTED, STOPPED]);
  });

  it("that never began is not told to have ended", async () => {
    const { desk, ann, bob } = await bench();
    await stop(ann, desk);
    await ann.post(desk.ticket, "hello");
    await ann.leave(desk.ticket);
    expect(bob.heard).toEqual(["message.posted", "presence.left u-ann"]);
  });

  it("is each person's own", async () => {
    const { desk, ann, bob } = await bench();
    await type(ann, desk);
    await type(bob, desk);
    await stop(bob, desk);
    expect(ann.heard).toEqual(["typing.started u-bob", "typing.stopped u-bob"]);
    expect(bob.heard).toEqual([STARTED]);
  });

  it("[S6] of an internal note shows to staff only, and moves nothing that others see", async () => {
    const { node, desk, ann, bob } = await bench();
    await node.store.putTickets([{ ref: desk.ticket.ref, participants: ["u-opal"] }], null, 1);
    await node.store.putUsers([{ ref: "u-opal", role: "ops" }], false, 1);
    await node.clock.advance(2000);
    const user = await node.store.user("u-opal");
    if (!user) throw new Error("no opal");
    const opal = node.connect(user);
    await opal.join(desk.ticket);
    for (const client of [bob, opal]) client.listener.heard.length = 0;
    await type(ann, desk);
    await type(ann, desk, "internal");
    await ann.post(desk.ticket, "note", { audience: "internal" });
    await type(ann, desk, "internal");
    await node.clock.advance(TYPING_TTL_MS - 1);
    expect(bob.heard).toEqual([STARTED]);
    await node.clock.advance(1);
    expect(bob.heard).toEqual([STARTED, STOPPED]);
    expect(opal.heard).toEqual([STARTED, STARTED, "message.posted", STOPPED, STARTED, STOPPED, STOPPED]);
  });

  it("[S6] of what is no note for who types it shows to everybody", async () => {
    const { desk, ann, bob } = await bench();
    await type(bob, desk, "internal");
    expect(ann.listener.heard.map(({ what }) => "audience" in what && what.audience)).toEqual(["public"]);
  });

  it("of a stranger is refused", async () => {
    const { node, desk, bob } = await bench();
    const [put] = await node.store.putUsers([{ ref: "u-mel" }], false, 1);
    if (!put) throw new Error("no mel");
    await expect(type(node.connect(put.user), desk)).rejects.toMatchObject({ code: "not_found" });
    expect(bob.heard).toEqual([]);
  });
});
