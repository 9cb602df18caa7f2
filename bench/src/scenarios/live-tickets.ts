import { agents, Crowd, connectAll } from "../load/crowd.js";
import { sendAll } from "../load/sends.js";
import { figure, times } from "../report.js";
import { inTurn, type Scenario } from "../scenario.js";
import { MeasuredServer } from "../servers/measured-server.js";

const PEOPLE = 300;
const BUSY = 100;
const WATCHERS = 100;
const JOINS_AT_ONCE = 20;

export const liveTickets: Scenario = {
  name: "live-tickets",
  title: `A send on one of ${BUSY} busy tickets, while others are watched as well`,
  usesPostgres: false,
  async run({ isQuick, rounds }) {
    const sizes = isQuick ? [BUSY, 10_000] : [BUSY, 10_000, 100_000];
    const stretch = isQuick ? { warmUpMs: 1000, measuredMs: 1500 } : { warmUpMs: 2000, measuredMs: 6000 };
    const names = sizes.map(String);
    const all = await inTurn(rounds, names, async (name) => {
      const live = Number(name);
      const server = await MeasuredServer.start("Ticketwire, SQLite", { tickets: live });
      const watchers = live > BUSY ? await watch(server.port, BUSY, live) : [];
      const crowd = await Crowd.gather(server.port, PEOPLE, BUSY);
      const figures = await sendAll(server, crowd, stretch, 1);
      crowd.close();
      for (const watcher of watchers) watcher.close();
      await server.stop();
      return figures;
    });
    const [fewest, most] = [all[String(BUSY)], all[String(sizes.at(-1))]];
    if (!fewest || !most) throw new Error("nothing was measured");
    return {
      rows: names.map((name) => ({
        "live tickets": figure(Number(name)),
        "CPU per message, µs": figure(all[name]?.cpuUs ?? Number.NaN),
        "to the fewest": times(all[name]?.cpuUs ?? Number.NaN, fewest.cpuUs),
        "messages/s": figure(all[name]?.perSecond ?? Number.NaN),
        "p99, ms": figure(all[name]?.p99Ms ?? Number.NaN),
      })),
      aims: [
        {
          what: `CPU per message with ${figure(sizes.at(-1) ?? 0)} live tickets to ${BUSY}`,
          floor: { atMost: 1.3 },
          value: most.cpuUs / fewest.cpuUs,
        },
      ],
    };
  },
};

/** Has a few people watch the tickets from `from` up to `to`. */
async function watch(port: number, from: number, to: number) {
  const names = await agents(PEOPLE + WATCHERS);
  const watchers = await connectAll(port, names.slice(PEOPLE));
  await Promise.all(
    watchers.map(async (watcher, index) => {
      const own: string[] = [];
      for (let ticket = from + index; ticket < to; ticket += WATCHERS) own.push(`t-${ticket}`);
      for (let first = 0; first < own.length; first += JOINS_AT_ONCE) {
        const some = own.slice(first, first + JOINS_AT_ONCE);
        await Promise.all(some.map((ticket) => watcher.ask("join", { ticket, limit: 1 })));
      }
    }),
  );
  return watchers;
}
