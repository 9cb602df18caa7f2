import type { Fault } from "../fault.js";
import { cuts } from "../harness/cuts.js";
import { longestDeliveryMs, longestSilenceMs, Outage, resumedMs } from "../harness/outage.js";
import { pause } from "../harness/pause.js";

const ACKED_ELSEWHERE_WITHIN_MS = 5000;
const SHOWN_WITHIN_MS = 5000;
const RESUMED_WITHIN_MS = 10_000;

/** One node loses its database: its people are told to wait and stay connected, and nobody elsewhere feels it. */
export const cutFromDatabase: Fault = {
  name: "cut-from-database",
  promise:
    "a node cut off from PostgreSQL only: others unaffected, its writes resume within 10 s after, no process ends",
  async run(harness, size) {
    const [rounds, awayMs, perSecond, people] = size === "quick" ? [1, 2000, 40, 8] : [3, 20_000, 200, 16];
    const cluster = await harness.cluster({ nodes: 2, tickets: 4 });
    const talkers = await cluster.seat(people);
    const wrongs: string[] = [];
    const worst = { silent: 0, shown: 0, late: 0, resumed: 0 };
    let said = 0;
    for (let round = 0; round < rounds; round++) {
      for (const { set } of cuts) {
        const { process, toDatabase } = cluster.nodeAt(harness.random.pick(talkers).url);
        const there = talkers.filter(({ url }) => url === process.url);
        const elsewhere = talkers.filter(({ url }) => url !== process.url);
        const stop = cluster.keepTalking(perSecond);
        await pause(500 + harness.random.below(500));
        const [outage, unfelt] = [new Outage(there), new Outage(elsewhere)];
        set(toDatabase, true);
        await pause(awayMs);
        set(toDatabase, false);
        const backAt = performance.now();
        worst.resumed = Math.max(worst.resumed, await resumedMs(cluster, there));
        said += stop();
        await cluster.settled();
        worst.silent = Math.max(worst.silent, longestSilenceMs(elsewhere, unfelt.since, backAt));
        worst.shown = Math.max(worst.shown, longestDeliveryMs(cluster, unfelt.since, backAt, elsewhere));
        // What its own people said last may be stored, and only the database knows: they hear what came after it when it is back.
        const late = longestDeliveryMs(cluster, unfelt.since, backAt, there, backAt);
        worst.late = Math.max(worst.late, late);
        wrongs.push(
          ...outage.lost(),
          ...outage.refused("unavailable"),
          ...unfelt.lost(),
          ...unfelt.refused(),
        );
      }
    }
    return {
      did: `${rounds * cuts.length} cuts of ${awayMs / 1000} s, refused and swallowed in turn, ${people} people, ${said} messages`,
      counts: await cluster.counts(),
      times: [
        {
          what: "elsewhere without an acknowledgement",
          ms: worst.silent,
          atMostMs: ACKED_ELSEWHERE_WITHIN_MS,
        },
        { what: "shown elsewhere", ms: worst.shown, atMostMs: SHOWN_WITHIN_MS },
        { what: "shown there after", ms: worst.late, atMostMs: SHOWN_WITHIN_MS },
        { what: "writes resumed", ms: worst.resumed, atMostMs: RESUMED_WITHIN_MS },
      ],
      wrongs,
    };
  },
};
