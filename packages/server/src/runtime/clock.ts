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
/** Hex digits that a UUID takes from the pool. */
const RANDOM_DIGITS = 19;
const VARIANTS = "89ab";
let pool = "";
let used = 0;
let lastMs = Number.NaN;
let start = "";

/** UUIDs of version 7: 48 bits of time, the rest random, drawn from a pool so that one costs no system call. */
export const randomIds: Ids = {
  uuid() {
    if (used + RANDOM_DIGITS > pool.length) {
      pool = randomBytes(POOL_BYTES).toString("hex");
      used = 0;
    }
    const now = Date.now();
    if (now !== lastMs) {
      lastMs = now;
      const time = now.toString(16).padStart(12, "0");
      start = `${time.slice(0, 8)}-${time.slice(8)}-7`;
    }
    const at = used;
    used += RANDOM_DIGITS;
    const variant = VARIANTS[Number.parseInt(pool.charAt(at), 16) & 3];
    return `${start}${pool.slice(at + 1, at + 4)}-${variant}${pool.slice(at + 4, at + 7)}-${pool.slice(at + 7, at + RANDOM_DIGITS)}`;
  },
};
