import {
  type Desk,
  MemoryStore,
  messageRows,
  openDesk,
  Random,
  readAll,
  settled,
  type TestClient,
  TestNode,
} from "@ticketwire/testkit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CatchUp } from "./joined.js";

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

/** What a reader was caught up on, as texts. */
function caughtUp(catchUp: CatchUp): readonly string[] {
  const texts =
    catchUp.kind === "resumed"
      ? catchUp.missed.map((event) => (event.type === "message.posted" ? event.message.text : event.type))
      : catchUp.page.messages.map(({ text }) => text);
  return [catchUp.kind, ...texts];
}

describe("joining with a position", () => {
  it("[S4] gives exactly what was missed", async () => {
    const { node, desk, ann, bob } = await bench();
    await bob.join(desk.ticket);
    await ann.post(desk.ticket, "a");
    bob.drop();
    await ann.post(desk.ticket, "b");
    await node.store.putTickets([{ ref: desk.ticket.ref, status: "open" }], null, 1);
    await ann.post(desk.ticket, "c");
    const back = node.connect(desk.bob);
    back.inherit(bob);
    const { catchUp, position } = await back.resume(desk.ticket);
    expect(caughtUp(catchUp)).toEqual(["resumed", "b", "ticket.updated", "c"]);
    expect(position.seq).toBe(4);
    expect(caughtUp((await back.resume(desk.ticket)).catchUp)).toEqual(["resumed"]);
  });

  it("[S4] [S6] counts in the reader's own audience", async () => {
    const { node, desk, ann, bob } = await bench();
    await node.store.append(messageRows(desk, ["a", "note 1", "b", "note 2", "c"]));
    const { position } = await bob.join(desk.ticket);
    expect(position.seq).toBe(3);
    const epoch = position.epoch;
    expect(caughtUp((await bob.join(desk.ticket, { position: { epoch, seq: 1 } })).catchUp)).toEqual([
      "resumed",
      "b",
      "c",
    ]);
    const internal = (await ann.join(desk.ticket)).position;
    expect(internal.seq).toBe(5);
    const after = { epoch: internal.epoch, seq: 3 };
    expect(caughtUp((await ann.join(desk.ticket, { position: after })).catchUp)).toEqual([
      "resumed",
      "note 2",
      "c",
    ]);
  });

  it("[S4] starts afresh with a position of another epoch, of another audience, or from the future", async () => {
    const { node, desk, ann, bob } = await bench();
    await node.store.append(messageRows(desk, ["a", "note", "b"]));
    const { position } = await bob.join(desk.ticket);
    const internal = (await ann.join(desk.ticket)).position;
    const void_ = [
      { epoch: "another", seq: 1 },
      { epoch: internal.epoch, seq: 1 },
      { epoch: position.epoch, seq: 3 },
      { epoch: position.epoch, seq: Number.MAX_SAFE_INTEGER },
      { epoch: position.epoch, seq: -1 },
      { epoch: position.epoch, seq: 0.5 },
      { epoch: position.epoch, seq: Number.NaN },
    ];
    for (const one of void_) {
      const { catchUp, position: now } = await bob.join(desk.ticket, { position: one });
      expect([one, caughtUp(catchUp), now]).toEqual([one, ["snapshot", "a", "b"], position]);
    }
  });

  it("[S4] never takes a position of one audience for one of the other when a person's role changes", async () => {
    const { node, desk, ann } = await bench();
    await node.store.append(messageRows(desk, ["note 1", "note 2", "a"]));
    await ann.join(desk.ticket);
    const [put] = await node.store.putUsers([{ ref: "u-ann", role: "vendor" }], true, node.clock.now());
    if (!put) throw new Error("no user");
    await node.store.append(messageRows(desk, ["b", "c"]));
    const back = node.connect(put.user);
    back.inherit(ann);
    expect(caughtUp((await back.resume(desk.ticket)).catchUp)).toEqual(["snapshot", "a", "b", "c"]);
  });

  it("[S4] catches up on 500 events one by one, and starts afresh after more", async () => {
    const { node, desk, bob } = await bench();
    const { position } = await bob.join(desk.ticket);
    const texts = Array.from({ length: 500 }, (_, n) => `${n}`);
    await node.store.append(messageRows(desk, texts));
    expect(caughtUp((await bob.join(desk.ticket, { position })).catchUp)).toEqual(["resumed", ...texts]);
    await node.store.append(messageRows(desk, ["one more"]));
    const { catchUp, position: now } = await bob.join(desk.ticket, { position });
    expect(caughtUp(catchUp)).toEqual(["snapshot", ...texts.slice(-49), "one more"]);
    expect(now.seq).toBe(501);
  });

  it("[S4] ends with exactly the log after dropping 100 times while others talk", () =>
    fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = new Random(seed);
        const turns = async (): Promise<void> => {
          for (let n = random.below(8); n > 0; n--) await Promise.resolve();
        };
        const node = new TestNode({ store: new MemoryStore({ wait: turns }) });
        const desk = await openDesk(node.store);
        const ann = node.connect(desk.ann);
        let bob = node.connect(desk.bob);
        const said: string[] = [];
        const work: Promise<unknown>[] = [];
        await bob.join(desk.ticket);
        for (let drops = 0; drops < 100; drops++) {
          for (let n = random.below(5); n > 0; n--) {
            const text = `${said.length}`;
            said.push(text);
            work.push(ann.post(desk.ticket, text, { audience: random.chance(0.3) ? "internal" : "public" }));
            if (random.chance(0.5)) await settled();
            else await turns();
          }
          bob.drop();
          const back = node.connect(desk.bob);
          back.inherit(bob);
          expect(bob.complaints).toEqual([]);
          bob = back;
          const joining = bob.resume(desk.ticket);
          // Some drop again before the reply is there.
          if (random.chance(0.8)) await joining;
          else work.push(joining.catch(() => {}));
        }
        await Promise.all(work);
        await bob.resume(desk.ticket);
        const log = await readAll(node.store, desk.ticket.id);
        expect(bob.complaints).toEqual([]);
        expect(bob.texts(desk.ticket)).toEqual(
          log.filter(({ audience }) => audience === "public").map(({ text }) => text),
        );
        expect(log.map(({ text }) => text)).toEqual(said);
      }),
      { numRuns: 25, interruptAfterTimeLimit: 10_000 },
    ));
});

describe("joining without a position", () => {
  it("gives the newest page that was asked for, and live delivery goes on from there", async () => {
    const { node, desk, ann, bob } = await bench();
    await node.store.append(messageRows(desk, ["a", "b", "c"]));
    const { catchUp } = await bob.join(desk.ticket, { page: { limit: 2 } });
    expect(caughtUp(catchUp)).toEqual(["snapshot", "b", "c"]);
    await ann.post(desk.ticket, "d");
    expect(bob.texts(desk.ticket)).toEqual(["b", "c", "d"]);
  });

  it("refuses a page that can't be before anything has changed", async () => {
    const { node, desk, ann, bob } = await bench();
    await ann.join(desk.ticket);
    await bob.join(desk.ticket);
    const pages = [
      { limit: 0 },
      { limit: 1.5 },
      { skip: -1 },
      { before: { number: 1 }, after: { number: 1 } },
    ];
    for (const page of pages) {
      await expect(bob.join(desk.ticket, { page })).rejects.toMatchObject({ code: "invalid" });
    }
    const stranger = node.connect(desk.ann);
    await expect(stranger.join(desk.ticket, { page: { limit: -1 } })).rejects.toMatchObject({
      code: "invalid",
    });
    await ann.post(desk.ticket, "still here");
    expect(bob.texts(desk.ticket)).toEqual(["still here"]);
    expect(ann.heard).toEqual(["presence.joined u-bob", "message.posted"]);
  });
});
