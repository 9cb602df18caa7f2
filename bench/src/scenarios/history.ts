import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databaseFile } from "@ticketwire/server";
import type { LoadClient } from "../load/client.js";
import { agents, connectAll, type Joined } from "../load/crowd.js";
import { fillHistory } from "../load/fill-history.js";
import { figure, times } from "../report.js";
import { inTurn, median, type Scenario } from "../scenario.js";
import { MeasuredServer } from "../servers/measured-server.js";

const SMALLEST = 1000;
const PAGE = 50;
const WARM_UP = 100;
const MIN_ROUNDS = 5;

/** A server on a history of its own, and somebody connected to it. */
interface Subject {
  readonly dataDir: string;
  readonly server: MeasuredServer;
  readonly client: LoadClient;
}

export const history: Scenario = {
  name: "history",
  title: `Join a ticket, and read its newest ${PAGE} messages out of all it has`,
  usesPostgres: false,
  async run({ isQuick, rounds, maxMessages }) {
    const joins = isQuick ? 200 : 1000;
    const sizes = [...new Set([SMALLEST, Math.min(100_000, maxMessages), maxMessages])];
    const subjects = new Map<string, Subject>();
    for (const size of sizes) subjects.set(String(size), await prepare(size));
    const names = sizes.map(String);
    const all = await inTurn(Math.max(rounds, MIN_ROUNDS), names, async (name) => {
      const subject = subjects.get(name);
      if (!subject) throw new Error(`no history of ${name}`);
      return measure(subject, joins);
    });
    for (const { client, server, dataDir } of subjects.values()) {
      client.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    }
    const smallest = all[String(SMALLEST)];
    const largest = all[String(maxMessages)];
    if (!smallest || !largest) throw new Error("nothing was measured");
    return {
      rows: names.map((name) => ({
        "messages on the ticket": figure(Number(name)),
        "median, ms": figure(all[name]?.tookMs ?? Number.NaN),
        "to the smallest": times(all[name]?.tookMs ?? Number.NaN, smallest.tookMs),
        "CPU per join, µs": figure(all[name]?.cpuUs ?? Number.NaN),
      })),
      aims: [
        {
          what: `a page out of ${figure(maxMessages)} to one out of ${figure(SMALLEST)}`,
          floor: { atMost: 1.3 },
          value: largest.tookMs / smallest.tookMs,
        },
      ],
    };
  },
};

async function prepare(size: number): Promise<Subject> {
  process.stderr.write(`  filling a history of ${size}\n`);
  const dataDir = await mkdtemp(join(tmpdir(), "ticketwire-bench-"));
  await fillHistory(databaseFile(dataDir), size);
  const server = await MeasuredServer.start("Ticketwire, SQLite", { tickets: 0, dataDir });
  const [client] = await connectAll(server.port, await agents(1));
  if (!client) throw new Error("nobody has connected");
  for (let index = 0; index < WARM_UP; index++) await joinOnce(client);
  return { dataDir, server, client };
}

async function measure({ server, client }: Subject, joins: number) {
  const before = await server.ask("cpu");
  const took: number[] = [];
  for (let index = 0; index < joins; index++) took.push(await joinOnce(client));
  const after = await server.ask("cpu");
  return { tookMs: median(took), cpuUs: (after - before) / joins };
}

/** How long the answer took, in ms. */
async function joinOnce(client: LoadClient): Promise<number> {
  const startedAt = performance.now();
  const { catchUp } = await client.ask<Joined>("join", { ticket: "t-0", limit: PAGE });
  const tookMs = performance.now() - startedAt;
  if (catchUp.messages?.length !== PAGE) throw new Error(`the page has not ${PAGE} messages`);
  await client.ask("leave", { ticket: "t-0" });
  return tookMs;
}
