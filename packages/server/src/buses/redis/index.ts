import type { Bus, Log, Timers } from "@ticketwire/core";
import { redisAddress } from "./address.js";
import { Channels } from "./channels.js";
import { openLink, type RedisLink } from "./link.js";
import { OPEN_WITHIN_MS, RedisBus } from "./redis-bus.js";

/** Enough for most servers of a cluster to have one of a node's own channels. */
const BEATS_IN_A_CLUSTER = 16;

/** Where a bus finds Redis, and what it works with. */
export interface RedisBusOptions {
  readonly url: string;
  /** The node's name: another one each time it starts. */
  readonly node: string;
  readonly timers: Timers;
  readonly log: Log;
}

/** Resolves when Redis answers; rejects with the reason when it does not, and when nothing comes in time. */
export async function pingRedis(url: string): Promise<void> {
  const address = redisAddress(url);
  if (!address) throw new Error("not a URL of redis");
  let link: RedisLink | undefined;
  let timeout: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timeout = setTimeout(() => reject(new Error("it says nothing")), OPEN_WITHIN_MS);
      link = openLink(address, { ready: resolve, heard() {}, lost: reject });
    });
  } finally {
    clearTimeout(timeout);
    link?.close();
  }
}

/** Opens a bus on Redis. It is there at once, whether Redis answers or not. */
export function openRedisBus({ url, ...parts }: RedisBusOptions): Bus {
  const address = redisAddress(url);
  if (!address) throw new Error("not a URL of redis");
  return new RedisBus({
    ...parts,
    open: (events) => openLink(address, events),
    channels: new Channels(address.database),
    beats: address.kind === "cluster" ? BEATS_IN_A_CLUSTER : 1,
  });
}
