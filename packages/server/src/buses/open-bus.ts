import type { Bus } from "@ticketwire/core";
import type { Config } from "../config/index.js";
import { MemoryBus } from "./memory.js";
import type { RedisBusOptions } from "./redis/index.js";

/** The bus the operator has chosen: Redis for many nodes, none but its own memory for one. */
export async function openBus({ redisUrl }: Config, parts: Omit<RedisBusOptions, "url">): Promise<Bus> {
  if (redisUrl === undefined) return new MemoryBus();
  // Who runs one node need not wait for the driver of Redis to load.
  const { openRedisBus } = await import("./redis/index.js");
  return openRedisBus({ ...parts, url: redisUrl });
}

/** Resolves when Redis answers; rejects with the reason when it does not. */
export async function pingRedis(url: string): Promise<void> {
  const { pingRedis } = await import("./redis/index.js");
  return pingRedis(url);
}
