import { randomBytes } from "node:crypto";
import type { Cancel, Clock, Ids, Timers } from "@ticketwire/core";

/** The longest delay Node's timers take, in ms. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export const systemClock: Clock = { now: () => Date.now() };

/** Node's timers, for delays of any length; none of them keeps the process alive. */
export const systemTimers: Timers = {
  after(ms, callback) {
    if (ms > LONGEST_TIMEOUT_MS) return afterLong(ms, callback);
    const timeout = setTimeout(callback, ms).unref();
    return () => clearTimeout(timeout);
  },
};

/** Waits in stretches that a timer can take. */
function afterLong(ms: number, callback: () => void): Cancel {
  let cancel = systemTimers.after(LONGEST_TIMEOUT_MS, () => {
    cancel = systemTimers.after(ms - LONGEST_TIMEOUT_MS, callback);
  });
  return () => cancel();
}

const POOL_BYTES = 4096;
const RANDOM_BYTES = 10;
let pool = randomBytes(POOL_BYTES);
let used = 0;

/** UUIDs of version 7: 48 bits of time, the rest random, drawn from a pool so that one costs no system call. */
export const randomIds: Ids = {
  uuid() {
    if (used + RANDOM_BYTES > POOL_BYTES) {
      pool = randomBytes(POOL_BYTES);
      used = 0;
    }
    const random = pool.toString("hex", used, used + RANDOM_BYTES);
    used += RANDOM_BYTES;
    const time = Date.now().toString(16).padStart(12, "0");
    const variant = ((Number.parseInt(random[3] ?? "0", 16) & 0x3) | 0x8).toString(16);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(4, 7)}-${random.slice(7, 19)}`;
  },
};
