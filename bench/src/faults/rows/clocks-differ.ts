import type { Fault } from "../fault.js";
import type { Cluster } from "../harness/cluster.js";
import type { NodeProcess } from "../harness/node-process.js";
import { comesToHold, pause } from "../harness/pause.js";
import { preloads } from "../harness/preload.js";
import { native } from "../harness/wires/native.js";

const HOUR_MS = 3_600_000;
const SHIFTS_MS = [0, HOUR_MS, -HOUR_MS];
const DELIVERED_WITHIN_MS = 5000;
const REVOKED_WITHIN_MS = 2000;
const PATIENCE_MS = 20_000;
/** Less than is left of the leeway of 5 s. */
const IN_TIME_MS = 2000;
/** How far apart two messages may say they were written that were written one right after the other. */
const APART_MS = 60_000;

/** Somebody has set the clocks of two machines by hand. Order is by seq, and all nodes judge a token alike. */
export const clocksDiffer: Fault = {
  name: "clocks-differ",
  promise:
    "clocks 1 h ahead and 1 h behind: order by seq, tokens judged alike everywhere, within 5 s; what is revoked is revoked",
  async run(harness, size) {
    const [perSecond, talkMs] = size === "quick" ? [80, 1000] : [200, 10_000];
    const cluster = await harness.cluster({
      nodes: SHIFTS_MS.length,
      tickets: 2,
      preloads: () => [preloads.shiftClock],
      env: (index) => ({ FAULTS_CLOCK_SHIFT_MS: String(SHIFTS_MS[index]) }),
    });
    const talkers = await cluster.seat(9);
    const stop = cluster.keepTalking(perSecond);
    const wrongs = [...(await judgeTokens(cluster))];
    await pause(talkMs);
    let revokedMs = await revoke(cluster, "with a bus", wrongs);
    for (const { toBus } of cluster.nodes) {
      toBus.isDown = true;
      toBus.cut();
    }
    await pause(talkMs);
    revokedMs = Math.max(revokedMs, await revoke(cluster, "without a bus", wrongs));
    for (const { toBus } of cluster.nodes) toBus.isDown = false;
    const said = stop();
    await cluster.settled();
    const [[apart] = []] = await cluster.sql(
      `select max(abs(created_at - before)) from
       (select created_at, lag(created_at) over (partition by ticket_id order by seq) as before from messages) m`,
    );
    if (Number(apart) > APART_MS)
      wrongs.push(`messages say they were written ${apart} ms apart that were not`);
    return {
      did: `${talkers.length} people, ${said} messages, with and without Redis`,
      counts: await cluster.counts(),
      times: [
        { what: "delivered", ms: cluster.longestDeliveryMs(), atMostMs: DELIVERED_WITHIN_MS },
        { what: "cut off once revoked", ms: revokedMs, atMostMs: REVOKED_WITHIN_MS },
      ],
      wrongs,
    };
  },
};

/** Shows tokens near their ends to every node; a sentence for each that was judged wrongly. */
async function judgeTokens(cluster: Cluster): Promise<readonly string[]> {
  const wrongs: string[] = [];
  const inSeconds = (seconds: number) => ({ nbf: Math.floor(Date.now() / 1000) + seconds });
  const cases = [
    ["has ended 2 s ago", () => cluster.token("u-t", {}, "-2s"), 200],
    ["has ended 60 s ago", () => cluster.token("u-t", {}, "-60s"), 401],
    ["begins in 2 s", () => cluster.token("u-t", inSeconds(2)), 200],
    ["begins in 60 s", () => cluster.token("u-t", inSeconds(60)), 401],
  ] as const;
  for (const { process } of cluster.nodes) {
    for (const [what, make, expected] of cases) {
      const status = await statusInTime(process.url, make);
      if (status !== expected)
        wrongs.push(`${process.name}: a token that ${what} got ${status}, expected ${expected}`);
    }
  }
  return wrongs;
}

/** What a node says to a token that has just been made: on a busy machine it is asked again until that is so. */
async function statusInTime(url: string, make: () => Promise<string>): Promise<number> {
  for (;;) {
    const madeAt = performance.now();
    const status = await statusOf(url, await make());
    if (performance.now() - madeAt < IN_TIME_MS) return status;
  }
}

/**
 * Has each node take back all tokens of somebody who is connected to all of them. Gives back how long it took until the last
 * of them was cut off, and adds what was wrong.
 */
async function revoke(cluster: Cluster, when: string, wrongs: string[]): Promise<number> {
  const tookMs = await Promise.all(
    cluster.nodes.map(({ process }) =>
      revokeBy(cluster, process, `u-revoked at ${process.name} ${when}`, wrongs),
    ),
  );
  return Math.max(...tookMs);
}

async function revokeBy(
  cluster: Cluster,
  { url }: NodeProcess,
  user: string,
  wrongs: string[],
): Promise<number> {
  const token = await cluster.token(user);
  let cutOff = 0;
  const events = { told: () => {}, lost: () => (cutOff += 1) };
  const lines = await Promise.all(cluster.urls().map((node) => native.open(node, token, events)));
  const revokedAt = performance.now();
  const answer = await fetch(`${url}/v1/revocations`, {
    method: "POST",
    headers: { authorization: `Bearer ${await cluster.token("host")}`, "content-type": "application/json" },
    body: JSON.stringify({ user }),
  });
  if (!answer.ok) wrongs.push(`${user}: ${answer.status}, expected 200`);
  const areCutOff = await comesToHold(() => cutOff === lines.length, PATIENCE_MS);
  const tookMs = performance.now() - revokedAt;
  if (!areCutOff) wrongs.push(`${user}: ${cutOff} of ${lines.length} connections were cut off`);
  for (const line of lines) line.close();
  // Tokens know whole seconds: the next one is of another.
  await pause(2000);
  const newer = await cluster.token(user);
  for (const { process } of cluster.nodes) {
    const [old, fresh] = [await statusOf(process.url, token), await statusOf(process.url, newer)];
    if (old !== 401 || fresh !== 200)
      wrongs.push(`${user}: ${process.name} says ${old} and ${fresh} to the old and a new token`);
  }
  return tookMs;
}

async function statusOf(url: string, token: string): Promise<number> {
  const answer = await fetch(`${url}/v1/tickets?limit=1`, { headers: { authorization: `Bearer ${token}` } });
  await answer.arrayBuffer();
  return answer.status;
}
