import type { MeasuredServer } from "../servers/measured-server.js";
import type { Crowd } from "./crowd.js";

const LOOK_EVERY_MS = 50;
const PATIENCE = 8;

/** What was seen while people wrote. */
export type SendFigures = Readonly<
  Record<
    "perSecond" | "deliveriesPerSecond" | "cpuUs" | "cpuUsPerDelivery" | "p50Ms" | "p99Ms" | "loadShare",
    number
  >
>;

/** How long to write, in CPU time of the server: on a busy machine it takes longer, and means the same. */
export interface Stretch {
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

/** Has the first `senders` of a crowd keep so many posts in flight each, and checks that everybody heard all. */
export async function sendAll(
  server: MeasuredServer,
  crowd: Crowd,
  stretch: Stretch,
  inFlight: number,
  senders = crowd.clients.length,
): Promise<SendFigures> {
  const writing = crowd.clients.slice(0, senders);
  for (const client of writing) client.keepInFlight(inFlight);
  const figures = await measure(server, crowd, stretch);
  for (const client of writing) client.keepInFlight(0);
  await crowd.settled();
  return figures;
}

/**
 * Has a crowd write so many messages a second, whatever becomes of them. An answer's time counts from when its
 * message was due, so that a server that stalls is not asked less.
 */
export async function sendAtRate(
  server: MeasuredServer,
  crowd: Crowd,
  stretch: Stretch,
  perSecond: number,
): Promise<SendFigures> {
  const startedAt = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000);
    for (; sent < due; sent++) {
      crowd.clients[sent % crowd.clients.length]?.post(startedAt + (sent * 1000) / perSecond);
    }
  }, 1);
  const figures = await measure(server, crowd, stretch);
  clearInterval(timer);
  await crowd.settled();
  return figures;
}

async function measure(server: MeasuredServer, crowd: Crowd, stretch: Stretch): Promise<SendFigures> {
  await used(server, stretch.warmUpMs);
  const took: number[] = [];
  for (const client of crowd.clients) client.onAck = (tookMs) => took.push(tookMs);
  const before = await reading(server, crowd);
  await used(server, stretch.measuredMs);
  const after = await reading(server, crowd);
  for (const client of crowd.clients) client.onAck = () => {};
  const messages = after.acks - before.acks;
  const deliveries = after.events - before.events;
  const elapsedMs = after.at - before.at;
  took.sort((a, b) => a - b);
  return {
    perSecond: (messages * 1000) / elapsedMs,
    deliveriesPerSecond: (deliveries * 1000) / elapsedMs,
    cpuUs: (after.cpuUs - before.cpuUs) / messages,
    cpuUsPerDelivery: (after.cpuUs - before.cpuUs) / deliveries,
    p50Ms: took[Math.floor(took.length * 0.5)] ?? Number.NaN,
    p99Ms: took[Math.floor(took.length * 0.99)] ?? Number.NaN,
    loadShare: (after.loadUs - before.loadUs) / 1000 / elapsedMs,
  };
}

async function reading(server: MeasuredServer, crowd: Crowd) {
  const cpuUs = await server.ask("cpu");
  const { user, system } = process.cpuUsage();
  return { cpuUs, loadUs: user + system, acks: crowd.acks, events: crowd.events, at: performance.now() };
}

/** Resolves when a server has used so much CPU time, or has been given many times as long and waits for something else. */
async function used(server: MeasuredServer, cpuMs: number): Promise<void> {
  const deadline = performance.now() + cpuMs * PATIENCE;
  const until = (await server.ask("cpu")) + cpuMs * 1000;
  while ((await server.ask("cpu")) < until && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
