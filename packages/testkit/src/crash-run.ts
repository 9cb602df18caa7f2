import type { Store, TicketEvent } from "@ticketwire/core";
import { CrashClient } from "./crash-client.js";

/** A server process that can be killed at any moment. */
export interface KillableServer {
  readonly url: string;
  /** Ends it with SIGKILL and resolves when it is gone. */
  kill(): Promise<void>;
}

/** How to run: who starts the server again, who may talk, what is left in the end. */
export interface CrashRun {
  readonly kills: number;
  readonly sendsPerSecond: number;
  readonly tickets: readonly string[];
  /** A name and a token for each client. */
  readonly people: readonly { readonly name: string; readonly token: string }[];
  readonly random: () => number;
  /** Starts the server on the same data and the same port; resolves when it is ready. */
  start(): Promise<KillableServer>;
  /** Opens what the last server has left behind. */
  openStore(): Promise<Store>;
}

/** What became of it all. A run has passed when everything from `lost` to `heardWrongly` is zero. */
export interface CrashReport {
  readonly kills: number;
  readonly seconds: number;
  readonly acknowledged: number;
  readonly stored: number;
  readonly lost: number;
  readonly doubled: number;
  readonly holes: number;
  readonly misnumbered: number;
  readonly heardWrongly: number;
  readonly refused: number;
  /** How often a client had missed too much to be told one by one. */
  readonly startedAfresh: number;
}

/** A place in the log, and under which key it was sent if it was. */
interface LogEntry {
  readonly seq: number;
  readonly clientId: string | null;
}

const TICK_MS = 10;
const SHORTEST_LIFE_MS = 100;
const LIFE_SPREAD_MS = 900;
const PATIENCE_MS = 60_000;

/** Kills the server again and again under load, then compares what was acknowledged and heard with the log. */
export async function crashRun(run: CrashRun): Promise<CrashReport> {
  const startedAt = Date.now();
  let server = await run.start();
  const clients = run.people.map(({ name, token }) => new CrashClient(server.url, token, name, run.tickets));
  const stopSending = sendSteadily(clients, run.sendsPerSecond);
  for (let kill = 0; kill < run.kills; kill++) {
    await pause(SHORTEST_LIFE_MS + run.random() * LIFE_SPREAD_MS);
    await server.kill();
    server = await run.start();
  }
  stopSending();
  await until(() => clients.every(({ waiting }) => waiting === 0), "every message acknowledged");
  const heads = new Map(run.tickets.map((ticket) => [ticket, highest(clients, ticket)]));
  await until(
    () =>
      clients.every((client) =>
        run.tickets.every((ticket) => client.lastHeard(ticket) === heads.get(ticket)),
      ),
    "every client up to date",
  );
  for (const client of clients) client.close();
  await server.kill();
  return { ...(await compare(run, clients)), kills: run.kills, seconds: (Date.now() - startedAt) / 1000 };
}

async function compare(
  run: CrashRun,
  clients: readonly CrashClient[],
): Promise<Omit<CrashReport, "kills" | "seconds">> {
  const logs = await readLogs(run);
  const stored = new Map<string, number>();
  let [rows, doubled, holes, heardWrongly] = [0, 0, 0, 0];
  for (const [ticket, log] of logs) {
    rows += log.length;
    log.forEach(({ seq, clientId }, index) => {
      if (seq !== index + 1) holes += 1;
      if (clientId === null) return;
      if (stored.has(clientId)) doubled += 1;
      stored.set(clientId, seq);
    });
    for (const client of clients) {
      const heard = client.heard.get(ticket) ?? [];
      const isWhole = heard.length === log.length && heard.every((seq, index) => seq === index + 1);
      if (!isWhole) heardWrongly += 1;
    }
  }
  const acks = clients.flatMap(({ acked }) => [...acked]);
  return {
    acknowledged: acks.length,
    stored: rows,
    lost: acks.filter(([clientId]) => !stored.has(clientId)).length,
    doubled,
    holes,
    misnumbered: acks.filter(([clientId, { seq }]) => stored.has(clientId) && stored.get(clientId) !== seq)
      .length,
    heardWrongly,
    refused: clients.reduce((sum, { refusals }) => sum + refusals.length, 0),
    startedAfresh: clients.reduce((sum, client) => sum + client.startedAfresh, 0),
  };
}

/** The whole log of each ticket. */
async function readLogs({ tickets, openStore }: CrashRun): Promise<ReadonlyMap<string, readonly LogEntry[]>> {
  const store = await openStore();
  try {
    const logs = new Map<string, readonly LogEntry[]>();
    for (const ref of tickets) {
      const ticket = await store.ticket({ ref });
      if (!ticket) throw new Error(`ticket ${ref} is gone`);
      const { events } = await store.readLog({
        ticketId: ticket.id,
        audience: "internal",
        after: 0,
        limit: 1e6,
      });
      logs.set(ref, events.map(entryOf));
    }
    return logs;
  } finally {
    await store.close();
  }
}

function entryOf(event: TicketEvent): LogEntry {
  return { seq: event.seq, clientId: event.type === "message.posted" ? event.message.clientId : null };
}

function sendSteadily(clients: readonly CrashClient[], perSecond: number): () => void {
  const startedAt = Date.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((Date.now() - startedAt) / 1000) * perSecond);
    for (; sent < due; sent++) clients[sent % clients.length]?.post(sent);
  }, TICK_MS);
  return () => clearInterval(timer);
}

function highest(clients: readonly CrashClient[], ticket: string): number {
  const acked = clients.flatMap((client) =>
    [...client.acked.values()].filter((ack) => ack.ticket === ticket),
  );
  return Math.max(0, ...acked.map(({ seq }) => seq));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`gave up waiting for ${what}`);
    await pause(TICK_MS);
  }
}
