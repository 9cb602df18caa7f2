import type { Fault } from "../fault.js";
import { longestDeliveryMs, longestSilenceMs, Outage, untilBusMs } from "../harness/outage.js";
import { pause } from "../harness/pause.js";

const ACKED_WITHIN_MS = 5000;
const DELIVERED_WITHIN_MS = 5000;
const NORMAL_WITHIN_MS = 5000;

/** Redis dies and comes back with nothing: nobody is told to wait, and who is on another node hears a little later. */
export const redisKilled: Fault = {
  name: "redis-killed",
  promise:
    "Redis killed, and restarted empty: sends acknowledged throughout, on other nodes within 5 s, as before 5 s after",
  async run(harness, size) {
    const [awayMs, perSecond, people] = size === "quick" ? [3000, 40, 8] : [60_000, 200, 16];
    const cluster = await harness.cluster({ nodes: 2, tickets: 4 });
    const talkers = await cluster.seat(people);
    const stop = cluster.keepTalking(perSecond);
    await pause(1000);
    const outage = new Outage(talkers);
    await harness.redis.kill();
    await pause(awayMs);
    await harness.redis.start();
    const backAt = performance.now();
    const normalMs = await untilBusMs(cluster);
    await pause(1000);
    const said = stop();
    await cluster.settled();
    return {
      did: `${awayMs / 1000} s away, ${people} people, ${said} messages`,
      counts: await cluster.counts(),
      times: [
        {
          what: "without an acknowledgement",
          ms: longestSilenceMs(talkers, outage.since, backAt),
          atMostMs: ACKED_WITHIN_MS,
        },
        {
          what: "shown",
          ms: longestDeliveryMs(cluster, outage.since, backAt),
          atMostMs: DELIVERED_WITHIN_MS,
        },
        { what: "nodes hear of each other again", ms: normalMs, atMostMs: NORMAL_WITHIN_MS },
      ],
      wrongs: [...outage.lost(), ...outage.refused()],
    };
  },
};
