import type { Bus } from "@ticketwire/core";
import type { Config } from "../config/index.js";
import { MemoryBus } from "./memory.js";
import { openRedisBus, type RedisBusOptions } from "./redis/index.js";

/** The bus the operator has chosen: Redis for many nodes, none but its own memory for one. */
export function openBus({ redisUrl }: Config, parts: Omit<RedisBusOptions, "url">): Bus {
  return redisUrl === undefined ? new MemoryBus() : openRedisBus({ ...parts, url: redisUrl });
}
