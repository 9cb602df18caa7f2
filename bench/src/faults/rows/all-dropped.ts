import type { Random } from "@ticketwire/testkit";
import type { LoadClient } from "../../load/client.js";
import type { Joined } from "../../load/crowd.js";
import type { Fault } from "../fault.js";
import type { Cluster } from "../harness/cluster.js";
import { backoffMs, connectLoad, inGroups } from "../harness/load-clients.js";
import { comesToHold, pause } from "../harness/pause.js";

const WHOLE_WITHIN_MS = 60_000;
const PATIENCE_MS = 120_000;
const PER_TICKET = 10;
/** Messages on each ticket that everybody misses. */
const MISSED = 5;
const SLICE_MS = 100;

/** Somebody of the crowd: where and how far they are. */
interface Person {
  readonly token: string;
  readonly ticket: string;
  readonly url: string;
  client: LoadClient;
  position: unknown;
  missed: number;
}

/** A switch fails for a moment: everybody's connection ends at once, and everybody comes back. */
export const allDropped: Fault = {
  name: "all-dropped",
  promise: "5 000 clients dropped at once: all whole within 60 s, coming back spread out, no node falls over",
  async run(harness, size) {
    const count = size === "quick" ? 300 : 5000;
    const cluster = await harness.cluster({ nodes: 2, tickets: count / PER_TICKET });
    const few = cluster.tickets.slice(0, 2);
    const talkers = await cluster.seat(8, { tickets: few });
    const crowd = await gather(cluster, count, harness.random);

    const startedAt = performance.now();
    for (const talker of talkers) talker.drop();
    for (const { client } of crowd) client.close();
    // While nobody is there the host application goes on writing.
    const writing = writeOnAll(cluster);
    const tries: number[] = [];
    const tried = () => tries.push(performance.now() - startedAt);
    const deadline = startedAt + PATIENCE_MS;
    const back = crowd.map((person) => comeBack(person, harness.random, tried, deadline));
    const [sent] = await Promise.all([writing, ...back]);
    const areWhole = crowd.every(isWhole);
    const wholeMs = performance.now() - startedAt;
    await cluster.settled();

    const total = (person: Person) => person.missed + person.client.events;
    const holes = crowd.reduce((sum, person) => sum + Math.max(0, MISSED - total(person)), 0);
    const twice = crowd.reduce((sum, person) => sum + Math.max(0, total(person) - MISSED), 0);
    const counts = await cluster.counts();
    for (const { client } of crowd) client.close();
    const wrongs = areWhole ? [] : ["not everybody has what was said"];
    return {
      did: `${count} clients, ${tries.length} tries, at most ${busiest(tries)} of them within ${SLICE_MS} ms`,
      counts: {
        ...counts,
        acknowledged: counts.acknowledged + sent,
        holes: counts.holes + holes,
        twice: counts.twice + twice,
      },
      times: [{ what: "the last one whole", ms: wholeMs, atMostMs: WHOLE_WITHIN_MS }],
      wrongs,
    };
  },
};

function gather(cluster: Cluster, count: number, random: Random): Promise<Person[]> {
  const urls = cluster.urls();
  return inGroups(count, async (index) => {
    const token = await cluster.token(`c-${index}`);
    const ticket = cluster.tickets[index % cluster.tickets.length]?.ref ?? "";
    const url = urls[index % urls.length] ?? "";
    for (;;) {
      const client = await connectLoad(url, token, random);
      const joined = await client.ask<Joined>("join", { ticket, limit: 1 }).catch(() => undefined);
      if (joined) return { token, ticket, url, client, position: joined.position, missed: 0 };
      client.close();
    }
  });
}

function isWhole({ client, missed }: Person): boolean {
  return missed + client.events >= MISSED;
}

/** Comes back, again if need be, until everything missed is there, as clients do. */
async function comeBack(person: Person, random: Random, tried: () => void, deadline: number): Promise<void> {
  const { url, token, ticket, position } = person;
  for (let attempt = 0; performance.now() < deadline; attempt++) {
    await pause(backoffMs(attempt, random));
    const client = await connectLoad(url, token, random, tried);
    const joined = await client.ask<Joined>("join", { ticket, position }).catch(() => undefined);
    // Events that come after are counted by the client itself.
    person.missed = joined?.catchUp.events?.length ?? 0;
    person.client = client;
    const isOver = () => !joined || isWhole(person) || client.failure !== undefined;
    await comesToHold(isOver, deadline - performance.now(), SLICE_MS);
    if (joined && isWhole(person)) return;
    client.close();
  }
}

/** Says what everybody misses, as the host application; gives back how much of it was acknowledged. */
async function writeOnAll(cluster: Cluster): Promise<number> {
  const authorization = `Bearer ${await cluster.token("host")}`;
  const say = async (ticket: string, text: string): Promise<void> => {
    const post = () =>
      fetch(`${cluster.urls()[0]}/v1/tickets/${ticket}/messages`, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ clientId: text, text }),
      });
    for (let answer = await post(); !answer.ok; answer = await post()) {
      if (answer.status !== 503) throw new Error(`${text}: ${answer.status} ${await answer.text()}`);
      await pause(Number(answer.headers.get("retry-after") ?? 1) * 1000);
    }
  };
  await inGroups(cluster.tickets.length, async (index) => {
    const ref = cluster.tickets[index]?.ref ?? "";
    for (let n = 1; n <= MISSED; n++) await say(ref, `missed ${n} on ${ref}`);
  });
  return cluster.tickets.length * MISSED;
}

/** The most of these times that lie within one slice. */
function busiest(timesMs: readonly number[]): number {
  const slices = new Map<number, number>();
  for (const ms of timesMs)
    slices.set(Math.floor(ms / SLICE_MS), (slices.get(Math.floor(ms / SLICE_MS)) ?? 0) + 1);
  return Math.max(0, ...slices.values());
}
