import { getPriority, setPriority } from "node:os";
import type { Config } from "../config/index.js";

/** How much less the event loop asks for than the thread that writes: half of a core where both want the whole of it. */
const NICE = 3;
const NICEST = 19;

/**
 * Lets the thread that writes to SQLite go before the event loop where cores are few: what it commits is then on its way
 * to the disk sooner, and the loop works meanwhile. For a process that serves and does nothing else, once the server is
 * open; who serves from within another program decides for themselves. Only Linux gives threads priorities of their own.
 * It asks for less than it was started with, whatever that is: nobody but root may ask for more.
 */
export function giveWayToWriter({ databaseUrl }: Config): void {
  if (databaseUrl !== undefined || process.platform !== "linux") return;
  setPriority(Math.min(NICEST, getPriority() + NICE));
}
