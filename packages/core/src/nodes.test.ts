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
  type Trouble,
} from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { NODE_TTL_MS } from "./far-presence.js";
import type { User } from "./person.js";
import { LOOK_WITHIN_MS, PRESENCE_GRACE_MS } from "./presence.js";
import { PRESENCE_EVERY_MS } from "./presence-news.js";
import { TYPING_TTL_MS } from "./typing.js";

interface Bench {
  readonly clock: FakeClock;
  readonly network: LossyNetwork;
  readonly near: TestNode;
  readonly far: TestNode;
  readonly desk: Desk;
  /** Connects on a node and joins. */
  join(node: TestNode, person: User): Promise<TestClient>;
  /** Who watches the ticket, as a node knows it. */
  watching(node: TestNode): Promise<readonly string[]>;
}

/** Two nodes on one store, with what goes wrong between them. */
async function bench(trouble: Trouble = {}, rateLimits = false): Promise<Bench> {
  const clock = new FakeClock();
  const store = new MemoryStore();
  const network = new LossyNetwork(clock, new Random(1), trouble);
  const [near, far] = [0, 1].map(
    (number) => new TestNode({ store, clock, bus: network.bus(), number, rateLimits }),
  );
  if (!near || !far) throw new Error("no nodes");
  const desk = await openDesk(store);
  return {
    clock,
    network,
    near,
    far,
    desk,
    async join(node, person) {
      const client = node.connect(person);
      await client.join(desk.ticket);
      await settled();
      return client;
    },
    async watching(node) {
      const asker = node.connect(desk.bob);
      const { participants } = await asker.execute({ name: "participant.list", ticket: keyOf(desk.ticket) });
      asker.drop();
      return participants.filter(({ online }) => online).map(({ person }) => person.ref);
    },
  };
}

/** A node that is killed: it says nothing more, and hears nothing. */
async function kill(node: TestNode): Promise<void> {
  await node.bus.close();
}

const JOINED = "presence.joined u-ann";
const LEFT = "presence.left u-ann";
const STARTED = "typing.started u-ann";
const STOPPED = "typing.stopped u-ann";

describe("presence over nodes", () => {
  it("tells who comes and goes on another node", async () => {
    const { clock, near, far, desk, join, watching } = await bench();
    const bob = await join(near, desk.bob);
    const ann = await join(far, desk.ann);
    expect(bob.heard).toEqual([JOINED]);
    expect(await watching(near)).toEqual(["u-bob", "u-ann"]);
    expect(await watching(far)).toEqual(["u-bob", "u-ann"]);
    await ann.leave(desk.ticket);
    await clock.advance(1000);
    expect(bob.heard).toEqual([JOINED, LEFT]);
    expect(await watching(near)).toEqual(["u-bob"]);
  });

  it("tells who begins to watch who was there already on other nodes", async () => {
    const { near, far, desk, join } = await bench();
    await join(far, desk.ann);
    const bob = near.connect(desk.bob);
    const { present } = await bob.join(desk.ticket);
    await settled();
    // The answer is heard before the reply is made, or after.
    expect([...present.map(({ ref }) => `presence.joined ${ref}`), ...bob.heard]).toEqual([JOINED]);
    const other = near.connect(desk.bob);
    expect((await other.join(desk.ticket)).present.map(({ ref }) => ref)).toEqual(["u-ann"]);
  });

  it("is known to who asks on a node that nobody watches the ticket on, and not heard of there after", async () => {
    const { clock, near, far, desk, join, watching } = await bench();
    await join(far, desk.ann);
    const asked = [watching(near), watching(near)];
    await clock.advance(LOOK_WITHIN_MS);
    expect(await Promise.all(asked)).toEqual([["u-ann"], ["u-ann"]]);
    expect([...(near.bus as LossyBus).watched]).toEqual([]);
    const late = watching(near);
    await settled();
    const bob = await join(near, desk.bob);
    await clock.advance(LOOK_WITHIN_MS);
    expect(await late).toEqual(["u-bob", "u-ann"]);
    await far.connect(desk.ann).post(desk.ticket, "still here");
    await settled();
    expect(bob.texts(desk.ticket)).toEqual(["still here"]);
    expect([...(near.bus as LossyBus).watched]).toEqual([desk.ticket.id]);
  });

  it("takes somebody with connections on two nodes for one person", async () => {
    const { clock, near, far, desk, join } = await bench();
    const bob = await join(near, desk.bob);
    const [here, there] = [await join(near, desk.ann), await join(far, desk.ann)];
    const farBob = await join(far, desk.bob);
    await clock.advance(PRESENCE_EVERY_MS * 3);
    expect([...bob.heard, ...farBob.heard]).toEqual([JOINED]);
    await here.leave(desk.ticket);
    await clock.advance(PRESENCE_EVERY_MS);
    expect([...bob.heard, ...farBob.heard]).toEqual([JOINED]);
    await there.leave(desk.ticket);
    await clock.advance(1000);
    expect([bob.heard, farBob.heard]).toEqual([[JOINED, LEFT], [LEFT]]);
  });

  it("says nothing of who drops and comes back on another node in time", async () => {
    const { clock, near, far, desk, join } = await bench();
    const bob = await join(near, desk.bob);
    const ann = await join(near, desk.ann);
    ann.drop();
    await clock.advance(PRESENCE_GRACE_MS - 1);
    const back = await join(far, desk.ann);
    await clock.advance(PRESENCE_EVERY_MS);
    back.drop();
    await clock.advance(PRESENCE_GRACE_MS - 1);
    await join(near, desk.ann);
    await clock.advance(PRESENCE_EVERY_MS);
    expect(bob.heard).toEqual([JOINED]);
  });

  it("lets the people of a node that died leave after a while, and says nothing of who came back", async () => {
    const { clock, near, far, desk, join } = await bench();
    await near.store.putTickets([{ ref: desk.ticket.ref, participants: ["u-eve"] }], null, 1);
    await clock.advance(2000);
    const eve = (await near.store.user("u-eve")) as User;
    const bob = await join(near, desk.bob);
    for (const person of [desk.ann, eve]) await join(far, person);
    await clock.advance(PRESENCE_EVERY_MS);
    await kill(far);
    await clock.advance(NODE_TTL_MS / 2);
    await join(near, eve);
    expect(bob.heard).toEqual([JOINED, "presence.joined u-eve"]);
    await clock.advance(NODE_TTL_MS);
    expect(bob.heard).toEqual([JOINED, "presence.joined u-eve", LEFT]);
  });

  it("is right again soon when the bus has been away, and makes no noise of who stayed", async () => {
    const { clock, network, near, far, desk, join, watching } = await bench();
    const bob = await join(near, desk.bob);
    const ann = await join(far, desk.ann);
    network.down = true;
    await clock.advance(12_000);
    network.down = false;
    await clock.advance(PRESENCE_EVERY_MS);
    expect(bob.heard).toEqual([JOINED]);
    network.down = true;
    await ann.leave(desk.ticket);
    await clock.advance(5000);
    network.down = false;
    await clock.advance(PRESENCE_EVERY_MS + 1000);
    expect(bob.heard).toEqual([JOINED, LEFT]);
    expect(await watching(near)).toEqual(["u-bob"]);
  });

  it.each([1, 2, 3, 4, 5])(
    "agrees on all nodes, whatever is lost, doubled and late on the way (seed %i)",
    async (seed) => {
      const clock = new FakeClock();
      const store = new MemoryStore();
      const random = new Random(seed);
      const network = new LossyNetwork(clock, random, { loss: 0.2, duplication: 0.2, delayMs: 100 });
      const nodes = [0, 1, 2].map((number) => new TestNode({ store, clock, bus: network.bus(), number }));
      const desk = await openDesk(store);
      const watchers = await Promise.all(
        nodes.map(async (node) => {
          const bob = node.connect(desk.bob);
          await bob.join(desk.ticket);
          return bob;
        }),
      );
      let tabs: TestClient[] = [];
      for (let step = 0; step < 60; step++) {
        if (random.chance(0.5)) {
          const tab = random.pick(nodes).connect(desk.ann);
          await tab.join(desk.ticket);
          tabs.push(tab);
        } else {
          const [tab] = tabs.splice(random.below(tabs.length), 1);
          if (random.chance(0.5)) tab?.drop();
          else await tab?.leave(desk.ticket);
        }
        await clock.advance(random.below(3000));
      }
      await clock.advance(PRESENCE_EVERY_MS * 3);
      for (const bob of watchers) {
        const told = bob.heard.filter((what) => what === JOINED || what === LEFT);
        expect(told.at(-1)).toBe(tabs.length > 0 ? JOINED : LEFT);
        for (const [n, what] of told.entries()) expect(what).toBe(n % 2 === 0 ? JOINED : LEFT);
      }
      for (const tab of tabs) await tab.leave(desk.ticket);
      tabs = [];
      await clock.advance(NODE_TTL_MS * 2);
      for (const bob of watchers) expect(bob.heard.at(-1)).toBe(LEFT);
    },
  );

  it("says nothing to other nodes where there are none", async () => {
    const clock = new FakeClock();
    const network = new LossyNetwork(clock, new Random(1));
    const node = new TestNode({ clock, bus: network.bus(), rateLimits: true });
    const desk = await openDesk(node.store);
    const published: unknown[] = [];
    const publish = node.bus.publish.bind(node.bus);
    node.bus.publish = (message) => {
      published.push(message.kind);
      publish(message);
    };
    const ann = node.connect(desk.ann);
    for (let n = 0; n < 50; n++) await ann.join(desk.ticket);
    await clock.advance(60_000);
    expect(published).toEqual([]);
  });
});

describe("typing over nodes", () => {
  const type = (client: TestClient, { ticket }: Desk): Promise<unknown> =>
    client.execute({ name: "typing.start", ticket: keyOf(ticket) });

  it("that nobody ends any more, for its node died, ends by itself", async () => {
    const { clock, near, far, desk, join } = await bench();
    const bob = await join(near, desk.bob);
    const ann = await join(far, desk.ann);
    await type(ann, desk);
    await clock.advance(4000);
    await type(ann, desk);
    await settled();
    await kill(far);
    await clock.advance(TYPING_TTL_MS - 1);
    expect(bob.heard).toEqual([JOINED, STARTED, STARTED]);
    await clock.advance(1);
    expect(bob.heard).toEqual([JOINED, STARTED, STARTED, STOPPED]);
  });

  it("ends with the message, though the word of its end is lost", async () => {
    const { clock, network, near, far, desk, join } = await bench();
    const bob = await join(near, desk.bob);
    const ann = await join(far, desk.ann);
    await type(ann, desk);
    await settled();
    network.down = true;
    await ann.post(desk.ticket, "done");
    await clock.advance(5000);
    expect(bob.heard).toEqual([JOINED, STARTED, "message.posted", STOPPED]);
  });

  it("ends when its author sends from another node, and is told to have ended once", async () => {
    const { clock, near, far, desk, join } = await bench();
    const bob = await join(near, desk.bob);
    const ann = await join(far, desk.ann);
    const farBob = await join(far, desk.bob);
    await type(ann, desk);
    await settled();
    await near.connect(desk.ann).post(desk.ticket, "from here");
    await settled();
    expect(farBob.heard).toEqual([STARTED, "message.posted", STOPPED]);
    await clock.advance(TYPING_TTL_MS * 2);
    expect(bob.heard).toEqual([JOINED, STARTED, "message.posted", STOPPED]);
    expect(farBob.heard).toEqual([STARTED, "message.posted", STOPPED]);
  });
});

describe("rates over nodes", () => {
  /** How many of `times` sends go through that are spread over the nodes, ten in a millisecond. */
  async function through({ clock, desk }: Bench, nodes: readonly TestNode[], times: number): Promise<number> {
    const clients = nodes.map((node) => node.connect(desk.ann));
    let sent = 0;
    for (let n = 0; n < times; n++) {
      const client = clients[n % clients.length] as TestClient;
      await client.post(desk.ticket, `${n}`).then(
        () => (sent += 1),
        (failure: unknown) => expect(failure).toMatchObject({ code: "rate_limited" }),
      );
      if (n % 10 === 9) await clock.advance(1);
    }
    return sent;
  }

  it("let about as many of 5 000 sends through on two nodes as on one", async () => {
    const one = await bench({}, true);
    const alone = await through(one, [one.near], 5000);
    const two = await bench({ delayMs: 2 }, true);
    const together = await through(two, [two.near, two.far], 5000);
    expect(alone).toBeGreaterThanOrEqual(100);
    expect(together).toBeGreaterThanOrEqual(90);
    expect(together).toBeLessThanOrEqual(alone * 1.4);
  });

  it("let everybody go on as on one node once they have waited", async () => {
    const on = await bench({ delayMs: 2 }, true);
    await through(on, [on.near, on.far], 1000);
    await on.clock.advance(30_000);
    for (const node of [on.near, on.far]) {
      const ann = node.connect(on.desk.ann);
      for (let n = 0; n < 50; n++) await ann.post(on.desk.ticket, `${n}`);
    }
  });
});
