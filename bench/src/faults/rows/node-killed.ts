import type { Fault } from "../fault.js";
import { pause } from "../harness/pause.js";
import type { Return } from "../harness/talker.js";

const WHOLE_WITHIN_MS = 5000;
const SHORTEST_LIFE_MS = 100;
const LIFE_SPREAD_MS = 900;

/** Who was connected elsewhere hears nothing of it; who was connected there comes back to another node, and misses nothing. */
export const nodeKilled: Fault = {
  name: "node-killed",
  promise: "others unaffected; its clients whole within 5 s of reconnecting",
  async run(harness, size) {
    const [kills, nodes, perSecond, people] = size === "quick" ? [3, 2, 80, 8] : [50, 3, 150, 16];
    const cluster = await harness.cluster({ nodes, tickets: 4 });
    const talkers = await cluster.seat(people);
    const stop = cluster.keepTalking(perSecond);
    const wrongs: string[] = [];
    let dropped = 0;
    for (let kill = 0; kill < kills; kill++) {
      await pause(SHORTEST_LIFE_MS + harness.random.below(LIFE_SPREAD_MS));
      // One that has people on it: chance would often have it that all have gone elsewhere.
      const { url } = harness.random.pick(talkers.filter(({ isLive }) => isLive));
      const { process } = cluster.nodeAt(url);
      const elsewhere = talkers.filter(({ url, isLive }) => isLive && url !== process.url);
      dropped += talkers.filter(({ url, isLive }) => isLive && url === process.url).length;
      const before = elsewhere.map(({ losses, refusals }) => losses.length + refusals.length);
      await process.kill();
      await process.start();
      const hit = elsewhere.filter((one, i) => one.losses.length + one.refusals.length !== before[i]);
      for (const { name, losses, refusals } of hit)
        wrongs.push(`${name} was elsewhere: ${losses.at(-1)?.why ?? refusals.at(-1)?.code}`);
    }
    const said = stop();
    await cluster.settled();
    const returns = talkers.flatMap((talker) => talker.returns);
    if (dropped === 0) wrongs.push("nobody was connected to a node that was killed");
    return {
      did: `${kills} kills, ${people} people, ${said} messages, ${dropped} connections lost`,
      counts: await cluster.counts(),
      times: [{ what: "whole after reconnecting", ms: longest(returns), atMostMs: WHOLE_WITHIN_MS }],
      wrongs,
    };
  },
};

function longest(returns: readonly Return[]): number {
  return Math.max(...returns.map(({ connectedAt, wholeAt }) => wholeAt - connectedAt));
}
