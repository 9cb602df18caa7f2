/** The process `idle.ts` measures: a real server that says how much memory it holds when asked. */
import { createServer, readConfig } from "@ticketwire/server";

const server = await createServer({ config: readConfig(process.env) });
const { url } = await server.listen();
process.on("message", () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ rss, heapUsed, external });
});
// Whoever measures has ended, for whatever reason.
process.on("disconnect", () => process.exit());
process.send?.({ url });
