/**
 * `npm run bench:crash -- [kills] [sends per second] [seed]`: SIGKILL of the real server, again and again under
 * load; then what was acknowledged and what was heard is compared with the log.
 */
import { openSqliteStore, signToken } from "@ticketwire/server";
import { crashRun, Random } from "@ticketwire/testkit";
import { ServerProcess } from "./server-process.js";

const [kills = 50, sendsPerSecond = 500, seed = 1] = process.argv.slice(2).map(Number);
const TICKETS = Array.from({ length: 10 }, (_, index) => `crash-${index}`);
const PEOPLE = 20;
const random = new Random(seed);

const server = await ServerProcess.prepare();
await server.start();
const admin = await signToken({ sub: "admin", name: "Admin", role: "admin" }, server.secret, "1h");
for (const ref of TICKETS) {
  await fetch(`${server.url}/v1/tickets/${ref}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${admin}`, "content-type": "application/json" },
    body: JSON.stringify({ subject: "Crash" }),
  });
}
await server.kill();

const people = await Promise.all(
  Array.from({ length: PEOPLE }, async (_, index) => {
    const name = `agent-${index}`;
    return { name, token: await signToken({ sub: name, name, role: "agent" }, server.secret, "1h") };
  }),
);
const report = await crashRun({
  kills,
  sendsPerSecond,
  tickets: TICKETS,
  people,
  random: () => random.next(),
  start: async () => {
    await server.start();
    return { url: server.url, kill: () => server.kill() };
  },
  openStore: () => openSqliteStore({ file: server.databaseFile }),
});
await server.cleanUp();
console.table(report);
const { lost, doubled, holes, misnumbered, heardWrongly } = report;
process.exitCode = lost + doubled + holes + misnumbered + heardWrongly === 0 ? 0 : 1;
