import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { BusMessage } from "@ticketwire/core";
import {
  busContract,
  FlakyProxy,
  NOON,
  type OpenedBuses,
  RecordingLog,
  RedisServer,
  userOf,
} from "@ticketwire/testkit";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { systemTimers } from "../../runtime/clock.js";
import { openRedisBus, pingRedis } from "./index.js";

type Bus = ReturnType<typeof openRedisBus>;

let redis: RedisServer;
let cluster: RedisServer;
beforeAll(async () => {
  [redis, cluster] = await Promise.all([RedisServer.start(), RedisServer.startCluster()]);
});
afterAll(() => Promise.all([redis.stop(), cluster.stop()]));

let nodes = 0;

/** A bus of a node of its own, closed at the end of the test. */
function open(url: string, log = new RecordingLog()): Bus {
  nodes += 1;
  return openRedisBus({ url, node: `node-${nodes}`, timers: systemTimers, log });
}

/** Resolves when a bus answers, however often it has to be asked. */
async function here(bus: Bus): Promise<void> {
  while (
    !(await bus.ping().then(
      () => true,
      () => false,
    ))
  )
    await new Promise(setImmediate);
}

async function openThree(url: string): Promise<OpenedBuses> {
  const buses = [open(url), open(url), open(url)] as const;
  await Promise.all(buses.map(here));
  const closed = new Set<Bus>();
  for (const bus of buses) {
    const close = bus.close.bind(bus);
    bus.close = () => {
      closed.add(bus);
      return close();
    };
  }
  // Once all has reached Redis, what each says to itself comes after it.
  const round = () => Promise.all(buses.filter((bus) => !closed.has(bus)).map((bus) => bus.ping()));
  return {
    buses,
    async settled() {
      await round();
      await round();
    },
    close: async () => void (await Promise.all(buses.map((bus) => bus.close()))),
  };
}

let database = 100;
const nextDatabase = (): number => (database += 1);

busContract("RedisBus", () => openThree(`${redis.url}/${nextDatabase()}`));
busContract("RedisBus on a cluster", () =>
  openThree(`redis+cluster://127.0.0.1:${cluster.port}/${nextDatabase()}`),
);

function typing(ticketId: number): BusMessage {
  const signal = {
    type: "typing.started",
    ticketId,
    person: userOf(),
    audience: "public",
    at: NOON,
  } as const;
  return { kind: "signal", ticketId, signal };
}

/** What a bus hears. */
function listening(bus: Bus): readonly BusMessage[] {
  const heard: BusMessage[] = [];
  bus.listen((message) => heard.push(message));
  return heard;
}

/** Two nodes on a Redis, of which the second hears of ticket 1. */
async function pair(
  url: string,
  ...[log, logOfFirst]: RecordingLog[]
): Promise<{ a: Bus; b: Bus; heard: readonly BusMessage[] }> {
  const [a, b] = [open(url, logOfFirst), open(url, log)];
  const heard = listening(b);
  b.watch(1);
  onTestFinished(async () => void (await Promise.all([a.close(), b.close()])));
  await Promise.all([here(a), here(b)]);
  return { a, b, heard };
}

async function settled(...buses: readonly Bus[]): Promise<void> {
  for (const _ of ["to redis", "from redis"]) await Promise.all(buses.map((bus) => bus.ping()));
}

/** Resolves when an operator has been told something. */
async function told(log: RecordingLog): Promise<void> {
  while (log.warnings.length === 0) await new Promise(setImmediate);
}

describe("a Redis bus", () => {
  it("[S5] goes on when Redis has died and come back empty, and drops what was said meanwhile", async () => {
    const mortal = await RedisServer.start();
    onTestFinished(() => mortal.stop());
    const logs = [new RecordingLog(), new RecordingLog()];
    const { a, b, heard } = await pair(mortal.url, ...logs);
    await mortal.kill();
    await Promise.all(logs.map(told));
    for (let n = 0; n < 1000; n++) a.publish(typing(1));
    b.watch(2);
    await expect(a.ping()).rejects.toThrow("redis is away");
    await mortal.start();
    await Promise.all([here(a), here(b)]);
    const news = [typing(1), typing(2)];
    for (const one of news) a.publish(one);
    await settled(a, b);
    expect(heard).toEqual(expect.arrayContaining(news));
    expect(heard).toHaveLength(2);
    for (const { warnings } of logs)
      expect(warnings).toEqual(["redis is away, nodes hear of each other later", "redis answers again"]);
  });

  it("[S5] notices that it has gone deaf, though its connections look healthy", async () => {
    const proxy = await FlakyProxy.start(() => redis.url.replace("redis:", "http:"));
    onTestFinished(() => proxy.close());
    const url = `${redis.url}/${nextDatabase()}`;
    const { a, heard } = await pair(url);
    const log = new RecordingLog();
    const deaf = open(url.replace(`${redis.port}`, new URL(proxy.url).port), log);
    onTestFinished(() => deaf.close());
    const late = listening(deaf);
    deaf.watch(1);
    await here(deaf);
    proxy.hold();
    // Looked at now and then: it takes several beats.
    while (log.warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    a.publish(typing(1));
    proxy.release();
    await here(deaf);
    a.publish(typing(1));
    await settled(a, deaf);
    expect(late).toHaveLength(1);
    expect(heard).toHaveLength(2);
    expect(log.warnings).toEqual(["redis is away, nodes hear of each other later", "redis answers again"]);
  });

  it("[S5] gives up a link that is taken and never answered, and finds Redis when it is back", async () => {
    const proxy = await FlakyProxy.start(() => redis.url.replace("redis:", "http:"));
    onTestFinished(() => proxy.close());
    const bus = open(`${redis.url}/${nextDatabase()}`.replace(`${redis.port}`, new URL(proxy.url).port));
    onTestFinished(() => bus.close());
    await here(bus);
    // The link breaks, and the next one is lost in the network.
    proxy.isBlackHole = true;
    proxy.cut();
    await expect(bus.ping()).rejects.toThrow();
    // Whatever was said to a link that is opened now is never heard; only giving it up helps.
    const accepted = proxy.accepted;
    while (proxy.accepted === accepted) await pause(10);
    proxy.isBlackHole = false;
    await here(bus);
  });

  it("is there before Redis is", async () => {
    const late = await RedisServer.start();
    onTestFinished(() => late.stop());
    await late.kill();
    const bus = open(late.url);
    onTestFinished(() => bus.close());
    bus.watch(1);
    bus.publish(typing(1));
    await expect(bus.ping()).rejects.toThrow("redis is away");
    await late.start();
    await here(bus);
  });

  it("says what comes together for a ticket in one go", async () => {
    const url = `${redis.url}/${nextDatabase()}`;
    const { a, b, heard } = await pair(url);
    const calls = async (): Promise<number> => {
      const stats = await redis.say("INFO", "commandstats");
      return Number(/cmdstat_publish:calls=(\d+)/.exec(stats)?.[1]);
    };
    const before = await calls();
    for (let n = 0; n < 500; n++) a.publish(typing(1));
    await settled(a, b);
    expect(heard).toHaveLength(500);
    // Nodes speak to themselves as well.
    expect((await calls()) - before).toBeLessThan(50);
  });

  it("asks for what it watches in few commands", async () => {
    const url = `${redis.url}/${nextDatabase()}`;
    const { a, b, heard } = await pair(url);
    const calls = async (): Promise<number> => {
      const stats = await redis.say("INFO", "commandstats");
      return Number(/cmdstat_subscribe:calls=(\d+)/.exec(stats)?.[1]);
    };
    const before = await calls();
    for (let ticketId = 2; ticketId <= 2000; ticketId++) b.watch(ticketId);
    for (let ticketId = 1001; ticketId <= 2000; ticketId++) b.unwatch(ticketId);
    await settled(a, b);
    expect((await calls()) - before).toBeLessThanOrEqual(2);
    for (const ticketId of [1000, 1001]) a.publish(typing(ticketId));
    await settled(a, b);
    expect(heard.map((message) => "ticketId" in message && message.ticketId)).toEqual([1000]);
  });

  it("passes over what is none of its own, and says so once", async () => {
    const database = nextDatabase();
    const log = new RecordingLog();
    const { a, b, heard } = await pair(`${redis.url}/${database}`, log);
    const channel = `ticketwire:${database}:ticket:1`;
    for (const text of ["x", "other", "n,1,[]", "{}"]) await redis.say("PUBLISH", channel, text);
    for (const said of ["{}", "[null]", '[{"kind":"what"}]', '[{"kind":"events","ticketId":1}]'])
      await redis.say("PUBLISH", channel, `'n 1 ${said}'`);
    await redis.say("PUBLISH", channel, `'n 2 []'`);
    await redis.say("PUBLISH", channel, `'n 1 [{"kind":"usage","used":[]}]'`);
    await redis.say(
      "PUBLISH",
      `ticketwire:${database}:all`,
      `'n 1 ${JSON.stringify([typing(1)]).replaceAll("'", "")}'`,
    );
    await settled(a, b);
    expect(heard).toEqual([]);
    expect(log.warnings).toEqual(["a message on redis is none of ours, passed over"]);
    a.publish(typing(1));
    await settled(a, b);
    expect(heard).toHaveLength(1);
  });

  it("hears nothing of installations on other databases", async () => {
    const { heard } = await pair(`${redis.url}/${nextDatabase()}`);
    const { a, b } = await pair(`${redis.url}/${nextDatabase()}`);
    a.publish(typing(1));
    await settled(a, b);
    expect(heard).toEqual([]);
  });
});

describe("asking whether Redis is there", () => {
  it("comes to an end where somebody takes the connection and never says a word", async () => {
    const mute = createServer((socket) => socket.on("error", () => {}).resume()).listen(0, "127.0.0.1");
    onTestFinished(() => void mute.close());
    await once(mute, "listening");
    const { port } = mute.address() as AddressInfo;
    await expect(pingRedis(`redis://127.0.0.1:${port}`)).rejects.toThrow("it says nothing");
    await expect(pingRedis(redis.url)).resolves.toBeUndefined();
  });
});
