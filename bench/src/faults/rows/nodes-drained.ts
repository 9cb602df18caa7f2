import type { Fault } from "../fault.js";
import { pause } from "../harness/pause.js";

const DRAINED_WITHIN_MS = 30_000;
const BETWEEN_MS = 1000;

/** What a new release does to all nodes, one after the other. */
export const nodesDrained: Fault = {
  name: "nodes-drained",
  promise: "SIGTERM of each node in turn under load: 0 failed sends after retry, each drained within 30 s",
  async run(harness, size) {
    const [nodes, perSecond, people] = size === "quick" ? [2, 100, 8] : [3, 300, 16];
    const cluster = await harness.cluster({ nodes, tickets: 4 });
    const talkers = await cluster.seat(people);
    const stop = cluster.keepTalking(perSecond);
    const wrongs: string[] = [];
    let longestMs = 0;
    for (const { process } of cluster.nodes) {
      await pause(BETWEEN_MS);
      const startedAt = performance.now();
      const code = await process.terminate();
      longestMs = Math.max(longestMs, performance.now() - startedAt);
      if (code !== 0) wrongs.push(`${process.name} ended with ${code}, expected 0`);
      await process.start();
    }
    const said = stop();
    await cluster.settled();
    for (const { name, waiting, refusals } of talkers) {
      if (waiting > 0) wrongs.push(`${name}: ${waiting} sends without an answer`);
      const final = refusals.find(({ retryable }) => !retryable);
      if (final) wrongs.push(`${name} was refused for good: ${final.code}`);
    }
    const refused = talkers.reduce((sum, { refusals }) => sum + refusals.length, 0);
    return {
      did: `${nodes} nodes, ${people} people, ${said} messages, ${refused} refused for the moment`,
      counts: await cluster.counts(),
      times: [{ what: "drained", ms: longestMs, atMostMs: DRAINED_WITHIN_MS }],
      wrongs,
    };
  },
};
