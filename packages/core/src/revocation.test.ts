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
import type { Claims } from "./identity.js";
import type { User } from "./person.js";

interface Bench {
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly network: LossyNetwork;
  readonly near: TestNode;
  readonly far: TestNode;
  readonly desk: Desk;
  readonly host: TestClient;
}

async function bench(): Promise<Bench> {
  const clock = new FakeClock();
  const store = new MemoryStore();
  const network = new LossyNetwork(clock, new Random(1));
  const near = new TestNode({ store, clock, bus: network.bus() });
  const far = new TestNode({ store, clock, bus: network.bus(), number: 1 });
  const desk = await openDesk(store);
  const [service] = await store.putUsers([{ ref: "host", role: "service" }], false, 0);
  return { clock, store, network, near, far, desk, host: near.connect(service?.user as User) };
}

const revokeUser = (host: TestClient, user: string): Promise<unknown> =>
  host.execute({ name: "token.revoke", what: { user } });

const revokeToken = (host: TestClient, token: string, expiresAt: number | null = null): Promise<unknown> =>
  host.execute({ name: "token.revoke", what: { token, expiresAt } });

const ann = (over: Partial<Claims>): Claims => ({
  user: { ref: "u-ann" },
  issuedAt: null,
  expiresAt: null,
  tokenId: null,
  ...over,
});

const closedFor = (clients: readonly TestClient[]): readonly unknown[] =>
  clients.map(({ listener }) => listener.closedFor);

describe("a revocation", () => {
  it("[S7] of a user closes their connections here and on other nodes, and nobody else's", async () => {
    const { near, far, desk, host } = await bench();
    const gone = [
      near.connect(desk.ann),
      far.connect(desk.ann),
      far.connect(desk.ann, far.rich, { issuedAt: null }),
    ];
    const stays = [near.connect(desk.bob), far.connect(desk.bob), host];
    await gone[0]?.join(desk.ticket);
    await revokeUser(host, "u-ann");
    await settled();
    expect(closedFor(gone)).toEqual(["token_revoked", "token_revoked", "token_revoked"]);
    expect(closedFor(stays)).toEqual([undefined, undefined, undefined]);
    expect(gone[0]?.connection.seats.size).toBe(0);
  });

  it("[S7] closes connections within 2 s though the bus is gone", async () => {
    const { clock, network, far, desk, host } = await bench();
    const there = far.connect(desk.ann, far.rich, { tokenId: "t-1" });
    network.down = true;
    await revokeToken(host, "t-1");
    await settled();
    expect(closedFor([there])).toEqual([undefined]);
    await clock.advance(2000);
    expect(closedFor([there])).toEqual(["token_revoked"]);
  });

  it("[S7] of one token leaves the user's others alone", async () => {
    const { near, desk, host, store } = await bench();
    const [one, two, unnamed] = ["t-1", "t-2", null].map((tokenId) =>
      near.connect(desk.ann, near.rich, { tokenId }),
    );
    await revokeToken(host, "t-1");
    expect(closedFor([one, two, unnamed] as TestClient[])).toEqual(["token_revoked", undefined, undefined]);
    await expect(near.engine.signIn(ann({ tokenId: "t-1" }))).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await near.engine.signIn(ann({ tokenId: "t-2" }))).toMatchObject({ tokenId: "t-2" });
    expect(store.calls.get("revoke")).toBe(1);
  });

  it("[S7] of a user lets nobody in with a token from before, and lets in with a later one", async () => {
    const { clock, near, far, desk, host } = await bench();
    const at = clock.now();
    await revokeUser(host, "u-ann");
    for (const issuedAt of [null, at - 3_600_000, at]) {
      for (const { engine } of [near, far]) {
        await expect(engine.signIn(ann({ issuedAt }))).rejects.toMatchObject({ code: "unauthenticated" });
      }
    }
    await clock.advance(1000);
    const identity = await far.engine.signIn(ann({ issuedAt: at + 1000 }));
    const back = far.connect(desk.ann, far.rich, identity);
    await clock.advance(60_000);
    expect(closedFor([back])).toEqual([undefined]);
  });

  it("[S7] reaches who was signing in when it happened", async () => {
    const { clock, network, far, desk, host } = await bench();
    network.down = true;
    const identity = await far.engine.signIn(ann({ issuedAt: clock.now() }));
    await revokeUser(host, "u-ann");
    await clock.advance(5000);
    const late = far.connect(desk.ann, far.rich, identity);
    await clock.advance(2000);
    expect(closedFor([late])).toEqual(["token_revoked"]);
  });

  it("[S7] leaves a connection open that has signed in again with a later token", async () => {
    const { clock, near, desk, host } = await bench();
    const tab = near.connect(desk.ann);
    const at = clock.now();
    await clock.advance(10_000);
    near.engine.renew(tab.connection, { ...tab.connection.identity, issuedAt: at + 9000 });
    await near.store.revoke({ of: "user", user: "u-ann", issuedTo: at + 5000 }, at + 10_000);
    await clock.advance(2000);
    expect(closedFor([tab])).toEqual([undefined]);
    await revokeUser(host, "u-ann");
    expect(closedFor([tab])).toEqual(["token_revoked"]);
  });

  it("is the host application's to make", async () => {
    const { near, desk } = await bench();
    for (const person of [desk.ann, desk.bob]) {
      await expect(revokeUser(near.connect(person), "u-bob")).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("of what is no name is refused", async () => {
    const { host } = await bench();
    for (const token of ["", "x".repeat(256)]) {
      await expect(revokeToken(host, token)).rejects.toMatchObject({ code: "invalid" });
    }
  });
});
