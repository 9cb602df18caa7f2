import type { Fault } from "../fault.js";
import { comesToHold } from "../harness/pause.js";
import type { Talker } from "../harness/talker.js";
import { wires } from "../harness/wires/index.js";

const SENDS = 50;
const RECONNECTS = 5;
const PATIENCE_MS = 30_000;

/** One person in each dialect, with two tabs that have the same unsent messages and know nothing of each other. */
export const offlineSends: Fault = {
  name: "offline-sends",
  promise: `${SENDS} sends offline, ${RECONNECTS} reconnects, two tabs with the same client ids: ${SENDS} rows, once each, in order`,
  async run(harness, size) {
    const spoken = size === "quick" ? wires.slice(0, 3) : wires;
    const cluster = await harness.cluster({ nodes: 2, tickets: 1 });
    let isOnline = true;
    const urls = () => (isOnline ? cluster.urls() : []);
    const people: (readonly Talker[])[] = [];
    for (const wire of spoken) people.push(await cluster.seatTabs(2, { wires: [wire], urls }));
    const tabs = people.flat();
    isOnline = false;
    for (const tab of tabs) tab.drop();
    for (const [first, ...others] of people) {
      for (let send = 0; first && send < SENDS; send++) {
        const key = cluster.say(first);
        for (const ticket of cluster.tickets) for (const other of others) other.say(ticket, key);
      }
    }
    for (let reconnect = 1; reconnect <= RECONNECTS; reconnect++) {
      isOnline = true;
      const enough = Math.floor((SENDS * reconnect) / (RECONNECTS + 1));
      await comesToHold(() => people.every(([first]) => (first?.acked.length ?? 0) >= enough), PATIENCE_MS);
      isOnline = false;
      for (const tab of tabs) tab.drop();
    }
    isOnline = true;
    await cluster.settled();
    const wrongs: string[] = [];
    const rows = await cluster.sql(
      "select u.ref, count(*), count(distinct client_id) from messages m join users u on u.id = m.sender_id group by 1",
    );
    for (const [ref, count, keys] of rows) {
      if (Number(count) !== SENDS || Number(keys) !== SENDS)
        wrongs.push(`${ref}: ${count} rows under ${keys} client ids, expected ${SENDS}`);
    }
    if (rows.length !== people.length)
      wrongs.push(`${rows.length} people said something, expected ${people.length}`);
    return {
      did: `${people.length} people with 2 tabs each, all offline and back ${RECONNECTS} times`,
      counts: await cluster.counts(),
      times: [],
      wrongs,
    };
  },
};
