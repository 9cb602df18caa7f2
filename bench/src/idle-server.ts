/** The process `idle.ts` measures: a real server that says how much memory it holds when asked. */
import { createServer, readConfig } from "@ticketwire/server";

const collect = globalThis.gc as ((how: Readonly<Record<string, string>>) => void) | undefined;
const server = await createServer({ config: readConfig(process.env) });
const { url } = await server.listen();
process.on("message", () => {
  // What an idle process gives back by itself in time: garbage, and room kept for more of it.
  collect?.({ type: "major", execution: "sync", flavor: "last-resort" });
  const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, heapTotal, external });
});
// Whoever measures has ended, for whatever reason.
process.on("disconnect", () => process.exit());
process.send?.({ url });
