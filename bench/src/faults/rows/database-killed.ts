import type { Fault } from "../fault.js";
import { Outage, resumedMs } from "../harness/outage.js";
import { pause } from "../harness/pause.js";

const RESUMED_WITHIN_MS = 10_000;

/** PostgreSQL dies and comes back: authors are told to wait, readers stay, and it goes on by itself. */
export const databaseKilled: Fault = {
  name: "database-killed",
  promise: "PostgreSQL killed and restarted: writes resume within 10 s after it is up, no process ends",
  async run(harness, size) {
    const [kills, longestMs, perSecond, people] = size === "quick" ? [1, 1000, 40, 8] : [10, 20_000, 200, 16];
    const cluster = await harness.cluster({ nodes: 2, tickets: 4 });
    const talkers = await cluster.seat(people);
    const wrongs: string[] = [];
    let slowestMs = 0;
    let said = 0;
    for (let kill = 0; kill < kills; kill++) {
      const stop = cluster.keepTalking(perSecond);
      await pause(500 + harness.random.below(1000));
      const outage = new Outage(talkers);
      await harness.postgres.kill();
      await pause(500 + harness.random.below(longestMs));
      await harness.postgres.start();
      slowestMs = Math.max(slowestMs, await resumedMs(cluster, talkers));
      said += stop();
      wrongs.push(...outage.lost(), ...outage.refused("unavailable"));
      if (outage.waited === 0) wrongs.push("nobody was told to wait while the database was away");
      await cluster.settled();
    }
    return {
      did: `${kills} ${kills === 1 ? "kill" : "kills"}, up to ${longestMs / 1000} s away, ${people} people, ${said} messages`,
      counts: await cluster.counts(),
      times: [{ what: "writes resumed", ms: slowestMs, atMostMs: RESUMED_WITHIN_MS }],
      wrongs,
    };
  },
};
