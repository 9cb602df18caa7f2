import { type Desk, LossyNetwork, openDesk, Random, type TestClient, TestNode } from "@ticketwire/testkit";
import { describe, expect, it } from "vitest";
import { anyOf, hasRole, isParticipant } from "./access.js";
import { NEWS_EVERY_MS } from "./newsroom.js";

const staffAccess = anyOf(hasRole("agent", "admin"), isParticipant);

type Options = ConstructorParameters<typeof TestNode>[0];

function nodeOf(over: Options = {}): TestNode {
  const node = new TestNode({ access: staffAccess, ...over });
  for (const language of [node.rich, node.plain]) {
    language.followsTickets = ({ role }) => role === "agent" || role === "admin";
  }
  return node;
}

async function bench(over: Options = {}) {
  const node = nodeOf(over);
  const desk = await openDesk(node.store);
  const bob = node.connect(desk.bob);
  const ann = node.connect(desk.ann);
  /** Lets everything that waits be told. */
  const tell = async () => {
    await node.clock.advance(NEWS_EVERY_MS);
    await node.clock.advance(0);
  };
  return { node, desk, bob, ann, tell };
}

const follow = (who: TestClient, on = true) => who.execute({ name: "ticket.follow", on });

/** What somebody heard, each frame by itself. */
function newsOf({ listener }: TestClient) {
  return listener.news.map(({ news, audience, more }) => ({
    audience,
    more,
    tickets: news.map((one) => {
      const happened = audience === "internal" ? one.internal : one.public;
      const { said, lastMessage, answered, askedAt, readBy } = happened ?? {};
      return {
        ref: one.ticket.ref,
        said,
        text: lastMessage?.text,
        answered,
        asked: askedAt !== null,
        readBy,
      };
    }),
  }));
}

describe("following every ticket from afar", () => {
  it("tells all that happens within a moment at once, in one encoding for all", async () => {
    const { node, desk, bob, ann, tell } = await bench();
    const others = [node.connect(desk.ann), node.connect(desk.ann)];
    for (const one of [ann, ...others]) await follow(one);
    await bob.post(desk.ticket, "hello");
    await bob.post(desk.ticket, "anybody?");
    await ann.post(desk.ticket, "yes");
    await bob.execute({ name: "receipt.mark", ticket: { ref: "t-desk" } });
    await tell();
    const said = [
      { by: "u-bob", count: 2 },
      { by: "u-ann", count: 1 },
    ];
    const news = { ref: "t-desk", said, text: "yes", answered: true, asked: false, readBy: ["u-bob"] };
    for (const one of [ann, ...others]) {
      expect(newsOf(one)).toEqual([{ audience: "internal", more: false, tickets: [news] }]);
    }
    expect(node.rich.news.told).toBe(1);
    await tell();
    expect(newsOf(ann)).toHaveLength(1);
  });

  it("tells of changed facts with the facts as they are then", async () => {
    const { desk, ann, tell } = await bench();
    await follow(ann);
    await ann.execute({ name: "ticket.update", ticket: { ref: "t-desk" }, status: "resolved" });
    await tell();
    expect(ann.listener.news[0]?.news[0]?.ticket.status).toBe("resolved");
    await ann.execute({ name: "session.open", ticket: { ref: "t-desk" } });
    await tell();
    expect(ann.listener.news[1]?.news[0]?.ticket.session?.status).toBe("waiting");
    expect(desk.ticket.session).toBeNull();
  });

  it("[S7] is for who may see every ticket, as long as they may", async () => {
    const { node, desk, bob, ann, tell } = await bench();
    await expect(follow(bob)).rejects.toMatchObject({ code: "forbidden" });
    await follow(ann);
    const [put] = await node.store.putUsers([{ ref: "host", role: "service" }], true, 0);
    const host = node.connect(put?.user as typeof desk.ann);
    await host.execute({ name: "user.put", users: [{ ref: "u-ann", role: "customer" }] });
    await bob.post(desk.ticket, "hello");
    await tell();
    expect(newsOf(ann)).toEqual([]);
  });

  it("stops when asked to, and when the connection is gone", async () => {
    const { node, desk, bob, ann, tell } = await bench();
    const gone = node.connect(desk.ann);
    await follow(ann);
    await follow(gone);
    await follow(ann, false);
    gone.drop();
    await bob.post(desk.ticket, "hello");
    await tell();
    expect([newsOf(ann), newsOf(gone)]).toEqual([[], []]);
    expect(node.rich.news.members.size).toBe(0);
  });

  it("[S6] tells a ticket's own customer nothing of notes, whatever they are besides", async () => {
    const { node, desk, ann, tell } = await bench();
    await node.store.putTickets([{ ref: "t-desk", customer: "u-ann" }], null, 1);
    const [put] = await node.store.putUsers([{ ref: "u-eve", role: "agent" }], true, 0);
    const eve = node.connect(put?.user as typeof desk.ann);
    await follow(ann);
    await follow(eve);
    await eve.post(desk.ticket, "a note", { audience: "internal" });
    await tell();
    expect(newsOf(ann)).toEqual([]);
    expect(newsOf(eve)[0]?.tickets[0]?.text).toBe("a note");
    await eve.post(desk.ticket, "a note", { audience: "internal" });
    await eve.post(desk.ticket, "an answer");
    await eve.post(desk.ticket, "another note", { audience: "internal" });
    await tell();
    const [told] = newsOf(ann);
    expect(told?.audience).toBe("public");
    expect(told?.tickets).toMatchObject([{ said: [{ by: "u-eve", count: 1 }], text: "an answer" }]);
    expect(newsOf(eve)[1]?.tickets[0]?.text).toBe("another note");
  });

  it("says that there is more when more than two hundred tickets have moved", async () => {
    const { node, desk, ann, tell } = await bench();
    const refs = Array.from({ length: 201 }, (_, index) => ({ ref: `t-${index}`, customer: "u-bob" }));
    await node.store.putTickets(refs, null, 1);
    await follow(ann);
    for (const { ref } of refs) await ann.execute({ name: "message.post", ticket: { ref }, text: "hello" });
    await tell();
    expect(newsOf(ann).map(({ more, tickets }) => [more, tickets.length])).toEqual([[true, 200]]);
    expect(desk.bob.ref).toBe("u-bob");
  });

  it("reaches followers on other nodes, and costs nothing where nobody follows", async () => {
    const one = await bench();
    const { store, clock } = one.node;
    const network = new LossyNetwork(clock, new Random(3));
    const near = await bench({ store, clock, bus: network.bus() });
    const far = nodeOf({ store, clock, bus: network.bus(), number: 1 });
    const ann = far.connect(near.desk.ann);
    await post(near, "before");
    await follow(ann);
    await clock.advance(1000);
    await post(near, "hello");
    await clock.advance(2000);
    expect(newsOf(ann).map(({ tickets }) => tickets[0]?.text)).toEqual(["hello"]);
    await clock.advance(60_000);
    await post(near, "still there");
    await clock.advance(2000);
    expect(newsOf(ann).map(({ tickets }) => tickets[0]?.text)).toEqual(["hello", "still there"]);
  });
});

function post({ bob, desk }: { readonly bob: TestClient; readonly desk: Desk }, text: string) {
  return bob.post(desk.ticket, text);
}
