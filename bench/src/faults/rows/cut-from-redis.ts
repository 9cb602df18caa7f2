import type { Fault } from "../fault.js";
import { cuts } from "../harness/cuts.js";
import { longestDeliveryMs, longestSilenceMs, Outage, untilBusMs } from "../harness/outage.js";
import { pause } from "../harness/pause.js";

const ACKED_WITHIN_MS = 5000;
const DELIVERED_WITHIN_MS = 5000;
const NORMAL_WITHIN_MS = 5000;

/** One node no longer hears the others, nor they it: its people say and hear everything all the same. */
export const cutFromRedis: Fault = {
  name: "cut-from-redis",
  promise:
    "a node cut off from Redis only: sends acknowledged throughout, shown within 5 s, as before 5 s after",
  async run(harness, size) {
    const [rounds, awayMs, perSecond, people] = size === "quick" ? [1, 2000, 40, 8] : [3, 20_000, 200, 16];
    const cluster = await harness.cluster({ nodes: 2, tickets: 4 });
    const talkers = await cluster.seat(people);
    const wrongs: string[] = [];
    const worst = { silent: 0, shown: 0, normal: 0 };
    let said = 0;
    for (let round = 0; round < rounds; round++) {
      for (const { set } of cuts) {
        const { toBus } = harness.random.pick(cluster.nodes);
        const stop = cluster.keepTalking(perSecond);
        await pause(500 + harness.random.below(500));
        const outage = new Outage(talkers);
        set(toBus, true);
        await pause(awayMs);
        set(toBus, false);
        const backAt = performance.now();
        worst.normal = Math.max(worst.normal, await untilBusMs(cluster));
        said += stop();
        await cluster.settled();
        worst.silent = Math.max(worst.silent, longestSilenceMs(talkers, outage.since, backAt));
        worst.shown = Math.max(worst.shown, longestDeliveryMs(cluster, outage.since, backAt));
        wrongs.push(...outage.lost(), ...outage.refused());
      }
    }
    return {
      did: `${rounds * cuts.length} cuts of ${awayMs / 1000} s, refused and swallowed in turn, ${people} people, ${said} messages`,
      counts: await cluster.counts(),
      times: [
        { what: "without an acknowledgement", ms: worst.silent, atMostMs: ACKED_WITHIN_MS },
        { what: "shown", ms: worst.shown, atMostMs: DELIVERED_WITHIN_MS },
        { what: "nodes hear of each other again", ms: worst.normal, atMostMs: NORMAL_WITHIN_MS },
      ],
      wrongs,
    };
  },
};
