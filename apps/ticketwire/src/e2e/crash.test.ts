import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { openSqliteStore } from "@ticketwire/server";
import { crashRun, Random } from "@ticketwire/testkit";
import { expect, test } from "vitest";
import { Workplace } from "./workplace.js";

const TICKETS = ["t-1", "t-2", "t-3"];

test("[S1] [S2] [S3] killed five times under load, it loses, doubles and reorders nothing", async () => {
  const place = await Workplace.open();
  const env = { PORT: await freePort() };
  const first = place.start(["serve"], { env });
  const url = await first.ready();
  for (const ref of TICKETS) await place.putTicket(url, ref);
  await first.kill();

  const random = new Random(7);
  const names = ["u-1", "u-2", "u-3", "u-4"];
  const report = await crashRun({
    kills: 5,
    sendsPerSecond: 300,
    tickets: TICKETS,
    people: await Promise.all(names.map(async (name) => ({ name, token: await place.token(name, "agent") }))),
    random: () => random.next(),
    start: async () => {
      const server = place.start(["serve"], { env });
      return { url: await server.ready(), kill: () => server.kill() };
    },
    readLog: async (ref) => {
      const store = await openSqliteStore({ file: join(place.dataDir, "ticketwire.db") });
      try {
        const ticketId = (await store.ticket({ ref }))?.id ?? 0;
        const { events } = await store.readLog({ ticketId, audience: "internal", after: 0, limit: 1e6 });
        return events.map((event) => ({
          seq: event.seq,
          clientId: event.type === "message.posted" ? event.message.clientId : null,
        }));
      } finally {
        await store.close();
      }
    },
  });
  expect(report).toMatchObject({ lost: 0, doubled: 0, holes: 0, misnumbered: 0, heardWrongly: 0 });
  expect(report.acknowledged).toBeGreaterThan(100);
}, 120_000);

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  return String(typeof address === "object" ? address?.port : address);
}
