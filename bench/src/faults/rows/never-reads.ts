import { WebSocket } from "ws";
import type { LoadClient } from "../../load/client.js";
import { NUMBER } from "../../load/client-frame.js";
import { median } from "../../scenario.js";
import type { Fault } from "../fault.js";
import { check } from "../harness/check.js";
import type { Cluster } from "../harness/cluster.js";
import { connectLoad, inGroups } from "../harness/load-clients.js";
import { METRICS_TOKEN, slowReadersClosed } from "../harness/metrics.js";
import { comesToHold, pause } from "../harness/pause.js";
import { loadWitness } from "../harness/witness.js";

const PEOPLE = 12;
const PER_SECOND = 150;
const TEXT = "x".repeat(8000);
const ROUND_MS = 5000;
const PATIENCE_MS = 60_000;
/** How much longer others may wait for their answers. */
const SLOWER = 1.1;

/** Somebody whose computer sleeps, or who means harm: connected, on a ticket on which much is said, and never reads. */
export const neverReads: Fault = {
  name: "never-reads",
  promise: "a client that never reads is closed at 1 MiB; the others' p99 grows by 10 % at most",
  async run(harness, size) {
    const rounds = size === "quick" ? 1 : 9;
    const cluster = await harness.cluster({ nodes: 2, tickets: 1, env: () => ({ METRICS_TOKEN }) });
    const [ticket] = cluster.tickets;
    const listeners = await cluster.seat(4);
    const urls = cluster.urls();
    const crowd = await inGroups(PEOPLE, async (index) => {
      const person = await connectLoad(
        urls[index % urls.length] ?? "",
        await cluster.token(`p-${index}`),
        harness.random,
      );
      person.talkOn(ticket?.ref ?? "", `person-${index} ${NUMBER} ${TEXT}`);
      await person.ask("join", { ticket: ticket?.ref, limit: 1 });
      return person;
    });
    const p99s: Record<"with" | "without", number[]> = { with: [], without: [] };
    const wrongs: string[] = [];
    let closed = 0;
    // With and without sleepers alike, for asking costs the nodes something too.
    const watchUntil = async (isEnough: () => boolean): Promise<void> => {
      const startedAt = performance.now();
      const leastMs = size === "full" ? ROUND_MS : 0;
      for (
        let ms = 0;
        ms < leastMs || (!isEnough() && ms < PATIENCE_MS);
        ms = performance.now() - startedAt
      ) {
        await pause(200);
        const counts = await Promise.all(urls.map(slowReadersClosed));
        closed = counts.reduce((sum, one) => sum + one, 0);
      }
    };
    for (let round = 0; round < rounds; round++) {
      if (size === "full") {
        // As many people more, who do read: two more who read take their share of a busy machine, too.
        const readers = await twoMore(cluster);
        p99s.without.push(await talk(crowd, () => watchUntil(() => true)));
        for (const reader of readers) reader.terminate();
      }
      const sleepers = await twoMore(cluster);
      for (const sleeper of sleepers) sleeper.pause();
      const expected = closed + sleepers.length;
      p99s.with.push(await talk(crowd, () => watchUntil(() => closed >= expected)));
      if (closed < expected)
        wrongs.push(`${expected - closed} of ${sleepers.length} who never read were not closed`);
      for (const sleeper of sleepers) sleeper.terminate();
    }
    await comesToHold(() => crowd.every(({ acks, posted }) => acks >= posted), PATIENCE_MS);
    await cluster.settled();
    const logs = await cluster.logs();
    const total = logs.get(ticket?.ref ?? "")?.messages.length ?? 0;
    await comesToHold(() => crowd.every(({ events }) => events >= total), PATIENCE_MS);
    for (const [index, { events, failure }] of crowd.entries()) {
      if (failure) wrongs.push(`person-${index}: ${failure.message}`);
      else if (events !== total) wrongs.push(`person-${index} heard ${events} messages of ${total}`);
    }
    for (const person of crowd) person.close();
    const witnesses = crowd.map((person, index) =>
      loadWitness(person, ticket?.ref ?? "", (number) => `person-${index} ${number} ${TEXT}`),
    );
    const atMostMs = SLOWER * median(p99s.without);
    return {
      did: `${closed} who never read, ${PEOPLE} others, ${PER_SECOND} messages a second of ${TEXT.length} characters`,
      counts: check([...listeners, ...witnesses], logs),
      times: size === "full" ? [{ what: "p99 of the others' answers", ms: median(p99s.with), atMostMs }] : [],
      wrongs,
    };
  },
};

/** Has the crowd talk for as long as something takes; how long 99 of 100 answers took at most, in ms. */
async function talk(crowd: readonly LoadClient[], meanwhile: () => Promise<void>): Promise<number> {
  const took: number[] = [];
  for (const person of crowd) person.onAck = (ms) => took.push(ms);
  const startedAt = performance.now();
  let said = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startedAt) * PER_SECOND) / 1000);
    for (; said < due; said++) crowd[said % crowd.length]?.post(startedAt + (said * 1000) / PER_SECOND);
  }, 5);
  await meanwhile();
  clearInterval(timer);
  for (const person of crowd) person.onAck = () => {};
  took.sort((a, b) => a - b);
  return took[Math.floor(took.length * 0.99)] ?? Number.NaN;
}

/** Two people on the ticket who read whatever comes, until they are paused. */
function twoMore(cluster: Cluster): Promise<WebSocket[]> {
  return Promise.all([joinByFrames(cluster), joinByHand(cluster)]);
}

/** Joins by bare frames. */
async function joinByFrames(cluster: Cluster): Promise<WebSocket> {
  const url = cluster.urls()[0]?.replace("http", "ws");
  const socket = new WebSocket(`${url}/ws?token=${await cluster.token("u-more-1")}`);
  socket.on("error", () => {});
  await heard(socket, () => true, "open");
  socket.send(JSON.stringify({ type: "JOIN_TICKET", ticketId: cluster.tickets[0]?.number }));
  await heard(socket, (text) => text.includes("JOINED_ROOM"));
  return socket;
}

/** The same by the native protocol on Socket.IO, written by hand. */
async function joinByHand(cluster: Cluster): Promise<WebSocket> {
  const url = cluster.urls()[0]?.replace("http", "ws");
  const socket = new WebSocket(`${url}/socket.io/?EIO=4&transport=websocket`);
  socket.on("error", () => {});
  await heard(socket, (text) => text.startsWith("0"));
  socket.send(`40/v1,${JSON.stringify({ token: await cluster.token("u-more-2") })}`);
  await heard(socket, (text) => text.startsWith("40/v1"));
  socket.send(`42/v1,1${JSON.stringify(["join", { ticket: cluster.tickets[0]?.ref, limit: 1 }])}`);
  await heard(socket, (text) => text.startsWith("43/v1,1"));
  return socket;
}

function heard(
  socket: WebSocket,
  isIt: (text: string) => boolean,
  event: "message" | "open" = "message",
): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.on(event, (content?: Buffer) => {
      if (isIt(String(content))) resolve();
    });
  });
}
