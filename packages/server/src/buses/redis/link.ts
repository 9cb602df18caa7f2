import { Cluster, Redis } from "ioredis";
import type { RedisAddress } from "./address.js";

/** What becomes of a link. Each link is ready once at most, and is lost once. */
export interface LinkEvents {
  ready(): void;
  heard(channel: string, text: string): void;
  lost(why: unknown): void;
}

/** A way to Redis and back, for as long as it holds: whoever loses one opens another. Nothing waits for it in a queue. */
export interface RedisLink {
  publish(channel: string, text: string): Promise<unknown>;
  subscribe(channels: readonly string[]): Promise<unknown>;
  unsubscribe(channels: readonly string[]): Promise<unknown>;
  close(): void;
}

const CONNECT_WITHIN_MS = 3000;

/** Opens a link; `events.lost` hears when that fails too. */
export function openLink(address: RedisAddress, events: LinkEvents): RedisLink {
  return address.kind === "cluster" ? new ClusterLink(address, events) : new ServerLink(address, events);
}

/** Connections that end for good when they end: what to do then is decided in one place, and not in each of them. */
function options({ username, password, tls }: RedisAddress) {
  return {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    connectionName: "ticketwire",
    lazyConnect: true,
    connectTimeout: CONNECT_WITHIN_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    disableClientInfo: true,
    // Every server there is speaks it.
    protocol: 2,
  } as const;
}

/** What a link shares with others: it is lost once, whatever ends it. */
class Ending {
  isOver = false;

  constructor(private readonly events: LinkEvents) {}

  readonly lost = (why: unknown): void => {
    if (this.isOver) return;
    this.isOver = true;
    this.events.lost(why);
  };

  readonly ready = (): void => {
    if (!this.isOver) this.events.ready();
  };
}

/** One server: a connection to speak, and one to hear. */
class ServerLink implements RedisLink {
  readonly #speaks: Redis;
  readonly #hears: Redis;
  readonly #ending: Ending;

  constructor(address: RedisAddress, events: LinkEvents) {
    this.#ending = new Ending(events);
    [this.#speaks, this.#hears] = [serverClient(address), serverClient(address)];
    let lastFailure: unknown;
    for (const client of [this.#speaks, this.#hears]) {
      client.on("error", (failure) => {
        lastFailure = failure;
      });
      client.on("end", () => this.#ending.lost(lastFailure ?? new Error("the connection has ended")));
    }
    this.#hears.on("message", (channel: string, text: string) => events.heard(channel, text));
    Promise.all([this.#speaks.connect(), this.#hears.connect()]).then(this.#ending.ready, this.#ending.lost);
  }

  publish(channel: string, text: string): Promise<unknown> {
    return this.#speaks.publish(channel, text);
  }

  subscribe(channels: readonly string[]): Promise<unknown> {
    return this.#hears.subscribe(...channels);
  }

  unsubscribe(channels: readonly string[]): Promise<unknown> {
    return this.#hears.unsubscribe(...channels);
  }

  close(): void {
    this.#ending.isOver = true;
    this.#speaks.disconnect();
    this.#hears.disconnect();
  }
}

function serverClient(address: RedisAddress): Redis {
  const { hosts, master, kind } = address;
  const common = options(address);
  if (kind === "single") return new Redis({ ...common, ...hosts[0] });
  return new Redis({
    ...common,
    sentinels: [...hosts],
    name: master,
    sentinelRetryStrategy: () => null,
    connectTimeout: CONNECT_WITHIN_MS,
    ...(address.tls ? { enableTLSForSentinelMode: true } : {}),
  });
}

/** A cluster: what is said on a channel goes to the servers that keep it, and to no other. */
class ClusterLink implements RedisLink {
  readonly #cluster: Cluster;
  readonly #ending: Ending;

  constructor(address: RedisAddress, events: LinkEvents) {
    this.#ending = new Ending(events);
    this.#cluster = new Cluster([...address.hosts], {
      lazyConnect: true,
      shardedSubscribers: true,
      enableOfflineQueue: false,
      clusterRetryStrategy: () => null,
      slotsRefreshTimeout: CONNECT_WITHIN_MS,
      redisOptions: options(address),
    });
    let lastFailure: unknown;
    this.#cluster.on("error", (failure) => {
      lastFailure = failure;
    });
    this.#cluster.on("end", () => this.#ending.lost(lastFailure ?? new Error("the connection has ended")));
    this.#cluster.on("smessage", (channel: string, text: string) => events.heard(channel, text));
    this.#cluster.connect().then(this.#ending.ready, this.#ending.lost);
  }

  publish(channel: string, text: string): Promise<unknown> {
    return this.#cluster.spublish(channel, text);
  }

  /** One by one, for they are kept in different places. */
  subscribe(channels: readonly string[]): Promise<unknown> {
    return Promise.all(channels.map((channel) => this.#cluster.ssubscribe(channel)));
  }

  unsubscribe(channels: readonly string[]): Promise<unknown> {
    return Promise.all(channels.map((channel) => this.#cluster.sunsubscribe(channel)));
  }

  close(): void {
    this.#ending.isOver = true;
    this.#cluster.disconnect();
  }
}
