/** The process `idle.ts` measures: a real server that says how much memory it holds when asked. */
import { setTimeout as wait } from "node:timers/promises";
import { createServer, readConfig } from "@ticketwire/server";

/** One full collection frees what the next one can give back; nothing changes after the third. */
const COLLECTIONS = 5;
const BETWEEN_MS = 200;

const server = await createServer({ config: readConfig(process.env) });
const { url } = await server.listen();
process.on("message", () => void measure());
// Whoever measures has ended, for whatever reason.
process.on("disconnect", () => process.exit());
process.send?.({ url });

/** What an idle process gives back by itself in time is not counted: garbage, and room kept for more of it. */
async function measure(): Promise<void> {
  for (let round = 0; round < COLLECTIONS; round++) {
    globalThis.gc?.();
    await wait(BETWEEN_MS);
  }
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, heapTotal, external });
}
