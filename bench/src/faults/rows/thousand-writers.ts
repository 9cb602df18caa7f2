import { NUMBER } from "../../load/client-frame.js";
import type { Fault } from "../fault.js";
import { check } from "../harness/check.js";
import { connectLoad, inGroups } from "../harness/load-clients.js";
import { comesToHold } from "../harness/pause.js";
import { loadWitness } from "../harness/witness.js";

const PATIENCE_MS = 120_000;

/** Everybody writes on one ticket at once, half of them on each node; some listen, in all dialects. */
export const thousandWriters: Fault = {
  name: "thousand-writers",
  promise: "1 000 writers on one ticket over two nodes: seqs without holes",
  async run(harness, size) {
    const [count, each] = size === "quick" ? [200, 3] : [1000, 10];
    const cluster = await harness.cluster({ nodes: 2, tickets: 1 });
    const [ticket] = cluster.tickets;
    const listeners = await cluster.seat(8);
    const urls = cluster.urls();
    const writers = await inGroups(count, async (number) => {
      const token = await cluster.token(`w-${number}`);
      const writer = await connectLoad(urls[number % urls.length] ?? "", token, harness.random);
      writer.talkOn(ticket?.ref ?? "", `writer-${number} ${NUMBER}`);
      return writer;
    });
    const startedAt = performance.now();
    for (const writer of writers) {
      writer.onAck = () => {
        if (writer.posted >= each) writer.inFlight = 0;
      };
      writer.keepInFlight(1);
    }
    for (const listener of listeners) for (let n = 0; n < each; n++) cluster.say(listener);
    await comesToHold(() => writers.every(({ acks, failure }) => failure || acks >= each), PATIENCE_MS);
    const tookMs = performance.now() - startedAt;
    await cluster.settled();
    for (const writer of writers) writer.close();
    const failures = writers.flatMap(({ failure }, index) =>
      failure ? [`writer-${index}: ${failure.message}`] : [],
    );
    const witnesses = writers.map((writer, index) =>
      loadWitness(writer, ticket?.ref ?? "", (number) => `writer-${index} ${number}`),
    );
    const perSecond = Math.round((count * each * 1000) / tookMs);
    return {
      did: `${count} writers, ${each} messages each, ${perSecond} a second`,
      counts: check([...listeners, ...witnesses], await cluster.logs()),
      times: [],
      wrongs: failures.slice(0, 5),
    };
  },
};
