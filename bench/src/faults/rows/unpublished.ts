import type { Fault } from "../fault.js";
import { comesToHold, pause } from "../harness/pause.js";
import { preloads } from "../harness/preload.js";
import type { Talker } from "../harness/talker.js";

const LAST_WORDS = "last words";
const CONVERGED_WITHIN_MS = 5000;
const PATIENCE_MS = 30_000;

/** The message is stored, its author has no answer, and no other node has been told: the sweep finds it. */
export const unpublished: Fault = {
  name: "unpublished",
  promise: "a node dies between commit and publish: other nodes converge within 5 s",
  async run(harness, size) {
    const [deaths, people] = size === "quick" ? [2, 8] : [20, 12];
    const cluster = await harness.cluster({
      nodes: 2,
      tickets: 2,
      preloads: () => [preloads.dieBeforePublish],
      env: () => ({ FAULTS_LAST_WORDS: LAST_WORDS }),
    });
    let isSilent = false;
    const talkers = await cluster.seat(people, { urls: () => (isSilent ? [] : cluster.urls()) });
    const wrongs: string[] = [];
    let longestMs = 0;
    for (let death = 0; death < deaths; death++) {
      // Every second time nobody says anything or comes back, which would have the other node look at the ticket.
      isSilent = death % 2 === 0;
      const stop = isSilent ? () => 0 : cluster.keepTalking(50);
      const author = harness.random.pick(talkers);
      const ticket = harness.random.pick(cluster.tickets);
      const { process } = cluster.nodeAt(author.url);
      const others = talkers.filter(({ url }) => url !== process.url);
      const key = cluster.say(author, ticket, LAST_WORDS);
      await process.expectEnd();
      const diedAt = performance.now();
      const [[count] = []] = await cluster.sql(`select count(*) from messages where text = '${key}'`);
      if (Number(count) !== 1) wrongs.push(`${key}: ${count} rows when its node had died, expected 1`);
      const isShown = () =>
        others.every(({ shown }) => shown.get(ticket.ref)?.some(({ text }) => text === key) === true);
      if (await comesToHold(isShown, PATIENCE_MS))
        longestMs = Math.max(longestMs, performance.now() - diedAt);
      else wrongs.push(`${key} was not shown to everybody elsewhere`);
      stop();
      isSilent = false;
      await process.start();
      await cluster.settled();
      await spread(cluster.urls(), talkers);
    }
    return {
      did: `${deaths} deaths, ${people} people, half of the time in silence`,
      counts: await cluster.counts(),
      times: [{ what: "shown on the other node", ms: longestMs, atMostMs: CONVERGED_WITHIN_MS }],
      wrongs,
    };
  },
};

/** Has some go elsewhere until there are people everywhere: who was on a node that died has gone to the others. */
async function spread(urls: readonly string[], talkers: readonly Talker[]): Promise<void> {
  while (urls.some((url) => talkers.every((talker) => talker.url !== url))) {
    for (const talker of talkers.slice(0, talkers.length / 2)) talker.drop();
    await Promise.all(talkers.map((talker) => talker.live()));
    await pause(10);
  }
}
