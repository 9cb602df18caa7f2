import { setTimeout as pause } from "node:timers/promises";
import { FlakyProxy, PostgresServer, Random, RedisSentinels, RedisServer } from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Event, NativeDesk, Posted } from "./native-desk.js";
import type { SocketClient } from "./socket-client.js";
import { TwoNodes } from "./two-nodes.js";

/** What SPEC promises when permission is taken away, and when the bus is lost, in ms. */
const TAKEN_AWAY_WITHIN_MS = 2000;
const REPAIRED_WITHIN_MS = 5000;
/** And how long after a master has died nodes on sentinels know again who types elsewhere, in ms. */
const MET_WITHIN_MS = 30_000;

let redis: RedisServer;
let postgres: PostgresServer;
beforeAll(async () => {
  [redis, postgres] = await Promise.all([RedisServer.start(), PostgresServer.start()]);
});
afterAll(() => Promise.all([redis.stop(), postgres.stop()]));

let posts = 0;

async function post(client: SocketClient, ticket: string, text: string): Promise<void> {
  posts += 1;
  const { ok } = await client.ask<Posted>("post", { ticket, text, clientId: `c-${posts}` });
  expect(ok).toBe(true);
}

/** The texts somebody has been told live, in order. */
function texts(client: SocketClient): readonly string[] {
  return client.heard<Event>("event").flatMap(({ message }) => (message ? [message.text] : []));
}

function untilTexts(client: SocketClient, count: number): Promise<void> {
  return client.until(() => texts(client).length >= count, `${count} texts`);
}

function signals(client: SocketClient): readonly string[] {
  const heard = client.heard<{ readonly type: string; readonly person: { readonly ref: string } }>("signal");
  return heard.map(({ type, person }) => `${type} ${person.ref}`);
}

function untilSignal(client: SocketClient, signal: string): Promise<void> {
  return client.until(() => signals(client).includes(signal), signal);
}

/** How long something takes, in ms. */
async function timeOf(doing: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await doing();
  return performance.now() - begun;
}

async function requestAs(desk: NativeDesk, token: string): Promise<number> {
  const { status } = await fetch(`${desk.server.url}/v1/tickets`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return status;
}

describe.each(["SQLite", "PostgreSQL"])("two nodes on one %s and one Redis", (kind) => {
  let nodes: TwoNodes;
  let here: NativeDesk;
  let there: NativeDesk;
  beforeAll(async () => {
    const database = kind === "PostgreSQL" ? { DATABASE_URL: await postgres.createDatabase() } : undefined;
    nodes = await TwoNodes.start(`${redis.url}/${kind.length}`, database);
    ({ here, there } = nodes);
  });
  afterAll(() => nodes.close());

  it("[S3] tell each other what is said, in order", async () => {
    const ticket = await here.openTicket();
    const [ann, bob] = [await here.join("ann", ticket), await there.join("bob", ticket)];
    for (let n = 0; n < 20; n++) await post(n % 2 === 0 ? ann : bob, ticket, `${n}`);
    await Promise.all([untilTexts(bob, 20), untilTexts(ann, 20)]);
    const said = Array.from({ length: 20 }, (_, n) => `${n}`);
    expect([texts(ann), texts(bob)]).toEqual([said, said]);
  });

  it("tell each other who is there and who types", async () => {
    const ticket = await here.openTicket();
    const ann = await here.join("ann", ticket);
    const bob = await there.join("bob", ticket);
    await untilSignal(ann, "presence.joined u-bob");
    const { present } = (await there.join("bob", ticket)).joined;
    expect(present.map(({ ref }) => ref)).toEqual(["u-ann"]);
    await bob.ask("typing", { ticket, on: true });
    await untilSignal(ann, "typing.started u-bob");
    await post(bob, ticket, "done");
    await untilSignal(ann, "typing.stopped u-bob");
    await ann.ask("leave", { ticket });
    await untilSignal(bob, "presence.left u-ann");
  });

  it("[S12] give a session that several accept to exactly one of them", async () => {
    const [ann, ada] = [await here.connect("ann"), await there.connect("ada")];
    const bob = await here.connect("bob");
    for (let round = 0; round < 50; round++) {
      const ticket = await here.openTicket();
      const { session } = await bob.ask<{ session: { id: string } }>("openSession", { ticket });
      const answers = await Promise.all(
        [ann, ada].map((agent) => agent.ask<Posted>("acceptSession", { session: session.id })),
      );
      expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
      expect(answers.find(({ ok }) => !ok)?.error.code).toBe("conflict");
    }
  });

  it("[S7] take somebody off a ticket that is no longer theirs, on both", async () => {
    const ticket = await here.openTicket({ vendor: "u-vic" });
    const seats = [await here.join("vic", ticket), await there.join("vic", ticket)];
    const bob = await there.join("bob", ticket);
    const tookMs = await timeOf(async () => {
      await here.server.putTicket(ticket, { vendor: null });
      await Promise.all(seats.map((vic) => vic.next("evicted")));
    });
    expect(tookMs).toBeLessThan(TAKEN_AWAY_WITHIN_MS);
    await post(bob, ticket, "without Vic");
    for (const vic of seats) {
      await vic.caughtUp();
      expect(texts(vic)).toEqual([]);
    }
  });

  it("[S7] take a role away on both", async () => {
    const ticket = await here.openTicket({ assignee: null });
    await here.server.putUser("u-ada", { name: "Ada May", role: "admin" });
    const seats = [await here.join("ada", ticket), await there.join("ada", ticket)];
    const tookMs = await timeOf(async () => {
      await here.server.putUser("u-ada", { name: "Ada May", role: "vendor" });
      await Promise.all(seats.map((ada) => ada.next("evicted")));
    });
    expect(tookMs).toBeLessThan(TAKEN_AWAY_WITHIN_MS);
    await here.server.putUser("u-ada", { name: "Ada May", role: "admin" });
  });

  it("[S7] cut off whose tokens are revoked, on both, and let them in with no such token", async () => {
    const token = await there.server.token({ sub: "u-eve", name: "Eve Fox", role: "customer", jti: "t-eve" });
    expect(await requestAs(there, token)).toBe(200);
    const seats = [await here.connect("eve"), await there.connect("eve")];
    const host = await here.server.token({ sub: "host", role: "service" });
    const revoke = (body: Readonly<Record<string, unknown>>) =>
      fetch(`${here.server.url}/v1/revocations`, {
        method: "POST",
        headers: { authorization: `Bearer ${host}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    const one = await revoke({ token: "t-eve", expiresAt: "2099-01-01T00:00:00Z" });
    expect([one.status, await one.json()]).toEqual([
      200,
      { revoked: { token: "t-eve", expiresAt: "2099-01-01T00:00:00.000Z" } },
    ]);
    expect(await Promise.all([here, there].map((desk) => requestAs(desk, token)))).toEqual([401, 401]);
    expect(seats.map(({ socket }) => socket.connected)).toEqual([true, true]);
    const tookMs = await timeOf(async () => {
      expect((await revoke({ user: "u-eve" })).status).toBe(200);
      const closings = await Promise.all(seats.map((eve) => eve.next("closing")));
      for (const closing of closings)
        expect(closing).toMatchObject({ reason: "token_revoked", next: "sign_in" });
    });
    expect(tookMs).toBeLessThan(TAKEN_AWAY_WITHIN_MS);
    await expect(there.connect("eve")).rejects.toThrow("unauthenticated");
    expect((await revoke({})).status).toBe(400);
  });
});

describe("two nodes whose Redis fails", () => {
  it("[S1] [S5] acknowledge and deliver while it is gone, and are as they were when it is back", async () => {
    const mortal = await RedisServer.start();
    const nodes = await TwoNodes.start(mortal.url);
    onTestFinished(async () => {
      await nodes.close();
      await mortal.stop();
    });
    const ticket = await nodes.here.openTicket();
    const [ann, bob] = [await nodes.here.join("ann", ticket), await nodes.there.join("bob", ticket)];
    await post(ann, ticket, "before");
    await untilTexts(bob, 1);
    await mortal.kill();
    for (let n = 0; n < 20; n++) await post(n % 2 === 0 ? ann : bob, ticket, `while ${n}`);
    const tookMs = await timeOf(() => Promise.all([untilTexts(bob, 21), untilTexts(ann, 21)]));
    expect(tookMs).toBeLessThan(REPAIRED_WITHIN_MS);
    await nodes.untilBus("away");
    await mortal.start();
    await nodes.untilBus("here");
    const began = signals(ann).length;
    await bob.ask("typing", { ticket, on: true });
    await ann.until(() => signals(ann).slice(began).includes("typing.started u-bob"), "typing");
    await post(bob, ticket, "after");
    await untilTexts(ann, 22);
    expect(texts(ann)).toEqual(texts(bob));
    // Who was there before Bob came may be told a moment after he has joined; nobody has come or gone since.
    const presence = signals(bob).filter((signal) => signal.startsWith("presence"));
    expect([[], ["presence.joined u-ann"]]).toContainEqual(presence);
  });

  it("[S5] tell who waits for a session of it, each change once, though they have joined nothing", async () => {
    const mortal = await RedisServer.start();
    const nodes = await TwoNodes.start(mortal.url);
    onTestFinished(async () => {
      await nodes.close();
      await mortal.stop();
    });
    const ticket = await nodes.here.openTicket();
    const [ann, ada] = [await nodes.here.connect("ann"), await nodes.there.connect("ada")];
    const changes = () =>
      ada.heard<{ session: { status: string } }>("session").map(({ session }) => session.status);
    const set = (session: string, status: string) => ann.ask("setSessionStatus", { session, status });
    const bob = await nodes.here.connect("bob");
    const { session } = await bob.ask<{ session: { id: string } }>("openSession", { ticket });
    await ada.until(() => changes().length === 1, "news by the bus");
    await mortal.kill();
    await nodes.untilBus("away");
    const tookMs = await timeOf(async () => {
      await ann.ask("acceptSession", { session: session.id });
      await ada.until(() => changes().length === 2, "news by the store");
    });
    expect(tookMs).toBeLessThan(REPAIRED_WITHIN_MS);
    await set(session.id, "resolved");
    await ada.until(() => changes().length === 3, "more news by the store");
    await mortal.start();
    await nodes.untilBus("here");
    await set(session.id, "closed");
    await ada.until(() => changes().length >= 4, "news by the bus again");
    // The store is asked again in between.
    await pause(1500);
    expect(changes()).toEqual(["waiting", "active", "resolved", "closed"]);
  });

  it("[S3] [S5] deliver all of it, once and in order, whatever the way to it loses", async () => {
    const random = new Random(7);
    const proxy = await FlakyProxy.start(() => redis.url.replace("redis:", "http:"));
    proxy.budgetBytes = () => 500 + random.below(20_000);
    const nodes = await TwoNodes.start(proxy.url.replace("http:", "redis:"));
    onTestFinished(async () => {
      await nodes.close();
      await proxy.close();
    });
    const ticket = await nodes.here.openTicket();
    const [ann, bob] = [await nodes.here.join("ann", ticket), await nodes.there.join("bob", ticket)];
    for (let n = 0; n < 200; n++) {
      await post(n % 2 === 0 ? ann : bob, ticket, `${n}`);
      if (n % 50 === 49) proxy.cut();
    }
    await Promise.all([untilTexts(bob, 200), untilTexts(ann, 200)]);
    const said = Array.from({ length: 200 }, (_, n) => `${n}`);
    expect([texts(ann), texts(bob)]).toEqual([said, said]);
    expect(proxy.cuts).toBeGreaterThan(3);
  });
});

describe("two nodes whose Redis is watched by sentinels", () => {
  it.each([
    ["dies", (redis: RedisSentinels) => redis.master.kill()],
    ["hangs", async (redis: RedisSentinels) => redis.master.pause()],
    ["is replaced", (redis: RedisSentinels) => redis.failOver()],
  ])(
    "[S1] [S5] meet at the new master when the old one %s, and lose nothing meanwhile",
    async (_how, fail) => {
      const sentinels = await RedisSentinels.start();
      const nodes = await TwoNodes.start(sentinels.url(0));
      onTestFinished(async () => {
        await nodes.close();
        await sentinels.stop();
      });
      const ticket = await nodes.here.openTicket();
      const [ann, bob] = [await nodes.here.join("ann", ticket), await nodes.there.join("bob", ticket)];
      await post(ann, ticket, "before");
      await untilTexts(bob, 1);
      await fail(sentinels);
      const tookMs = await timeOf(async () => {
        for (let n = 0; n < 20; n++) await post(n % 2 === 0 ? ann : bob, ticket, `while ${n}`);
        await Promise.all([untilTexts(bob, 21), untilTexts(ann, 21)]);
      });
      expect(tookMs).toBeLessThan(REPAIRED_WITHIN_MS);
      // A master that is well goes on until the other has taken over.
      await expect.poll(() => sentinels.replica.say("ROLE"), { timeout: MET_WITHIN_MS }).toContain("master");
      // Who types is known elsewhere by Redis alone. The master that was is not asked any more.
      const metMs = await timeOf(async () => {
        while (
          !signals(ann).includes("typing.started u-bob") ||
          !signals(bob).includes("typing.started u-ann")
        ) {
          for (const client of [ann, bob]) {
            await client.ask("typing", { ticket, on: false });
            await client.ask("typing", { ticket, on: true });
          }
          await pause(100);
        }
      });
      expect(metMs).toBeLessThan(MET_WITHIN_MS);
      await nodes.untilBus("here");
      await post(bob, ticket, "after");
      await Promise.all([untilTexts(ann, 22), untilTexts(bob, 22)]);
      expect(texts(ann)).toEqual(texts(bob));
    },
    60_000,
  );
});
