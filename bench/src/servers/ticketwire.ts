/** Ticketwire itself, as the command starts it, with as many tickets `t-0`, `t-1`… as it is told to make first. */
import { createServer, giveWayToWriter, openStore, readConfig } from "@ticketwire/server";
import { beMeasured } from "./measured.js";

const AT_ONCE = 1000;

const config = readConfig(process.env);
const tickets = Number(process.env.BENCH_TICKETS ?? 0);
const store = await openStore(config);
for (let from = 0; from < tickets; from += AT_ONCE) {
  const some = Array.from({ length: Math.min(AT_ONCE, tickets - from) }, (_, index) => ({
    ref: `t-${from + index}`,
    subject: "Order delayed",
  }));
  await store.putTickets(some, null, Date.now());
}
await store.close();

const server = await createServer({ config });
giveWayToWriter(config);
const { url } = await server.listen();
beMeasured(Number(new URL(url).port));
