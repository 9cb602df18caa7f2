/** Takes a timer back. Idempotent. */
export type Cancel = () => void;

/** What the client needs of the world besides the network. */
export interface Environment {
  /** ms since 1970. */
  now(): number;
  /** Runs `callback` once after `ms`, or after 24 days when that is more than timers can wait. */
  after(ms: number, callback: () => void): Cancel;
  /** At least 0, less than 1. */
  random(): number;
  /** A name nobody else has given. */
  newId(): string;
}

const ID_BYTES = 16;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The real world, in browsers and in Node. */
export const systemEnvironment: Environment = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(ms, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  newId() {
    // Unlike randomUUID, this is there on plain http too.
    const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  },
};
