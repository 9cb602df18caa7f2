/**
 * `npm run bench:idle -- [connections]`: memory of a connection that has joined a ticket and says nothing.
 * The server runs alone in its process and collects garbage before each reading; the clients are raw sockets.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signToken } from "@ticketwire/server";
import { RawClient } from "./raw-client.js";

const CONNECTIONS = Number(process.argv[2] ?? 10_000);
const PER_TICKET = 10;
const AT_ONCE = 100;
const SECRET = "a secret for this benchmark alone, long enough";

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly heapTotal: number;
  readonly external: number;
}

const dataDir = await mkdtemp(join(tmpdir(), "ticketwire-idle-"));
const server = fork(new URL("idle-server.js", import.meta.url), {
  // Room for short-lived objects grows once, by some 45 MB, whoever connects: it has its full size from the start.
  execArgv: ["--expose-gc", "--min-semi-space-size=16"],
  stdio: ["ignore", "ignore", "inherit", "ipc"],
  env: {
    ...process.env,
    PORT: "0",
    DATA_DIR: dataDir,
    JWT_SECRET: SECRET,
    RATE_LIMITS: "off",
    LOG_LEVEL: "error",
  },
});
const [{ url }] = (await once(server, "message")) as [{ url: string }];

const agent = await signToken({ sub: "agent", name: "Agent", role: "admin" }, SECRET, "1h");
const tickets = Array.from({ length: Math.ceil(CONNECTIONS / PER_TICKET) }, (_, index) => `idle-${index}`);
for (const ref of tickets) {
  await fetch(`${url}/v1/tickets/${ref}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${agent}`, "content-type": "application/json" },
    body: JSON.stringify({ subject: "Idle" }),
  });
}

// A first round warms up code and caches, so that only connections are counted.
await Promise.all((await connect(AT_ONCE)).map((client) => client.close()));
const before = await memory();
const clients = await connect(CONNECTIONS);
const after = await memory();
const each = (field: keyof Memory): string =>
  ((after[field] - before[field]) / clients.length / 1024).toFixed(1);
console.log(`${clients.length} idle connections, each joined to a ticket, ${PER_TICKET} to a ticket`);
console.log(
  `resident ${each("rss")} KiB each: heap ${each("heapUsed")} used, ${each("heapTotal")} held; external ${each("external")}`,
);

for (const client of clients) client.close();
server.kill();
await rm(dataDir, { recursive: true, force: true });

async function connect(count: number): Promise<RawClient[]> {
  const connected: RawClient[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => joined(from + index));
    connected.push(...(await Promise.all(some)));
  }
  return connected;
}

async function joined(index: number): Promise<RawClient> {
  const token = await signToken(
    { sub: `agent-${index}`, name: `Agent ${index}`, role: "agent" },
    SECRET,
    "1h",
  );
  const client = new RawClient(url, token);
  await client.ready();
  const reply = (await client.ask("join", { ticket: tickets[index % tickets.length] })) as { ok: boolean };
  if (!reply.ok) throw new Error(`join was refused: ${JSON.stringify(reply)}`);
  return client;
}

async function memory(): Promise<Memory> {
  server.send("measure");
  const [reading] = (await once(server, "message")) as [Memory];
  return reading;
}
