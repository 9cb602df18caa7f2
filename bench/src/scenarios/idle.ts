import { Crowd } from "../load/crowd.js";
import { figure, times } from "../report.js";
import { inTurn, type Scenario } from "../scenario.js";
import { type Contender, MeasuredServer } from "../servers/measured-server.js";

const PER_TICKET = 10;
/** Room for short-lived objects grows once, by some 45 MB, whoever connects: it has its full size from the start. */
const FLAGS = ["--expose-gc", "--min-semi-space-size=32"];
const CONTENDERS = [
  "stock Socket.IO, nothing stored",
  "Ticketwire, SQLite",
] as const satisfies readonly Contender[];

export const idle: Scenario = {
  name: "idle",
  title: `Idle connections, each joined, ${PER_TICKET} to a ticket`,
  usesPostgres: false,
  async run({ isQuick, rounds }) {
    const people = isQuick ? 2000 : 10_000;
    const tickets = people / PER_TICKET;
    const all = await inTurn(rounds, CONTENDERS, async (contender) => {
      const server = await MeasuredServer.start(contender, { tickets, flags: FLAGS });
      // Warms up code, caches and the heaps of threads, so that only connections are counted.
      await Crowd.passThrough(server.port, people, tickets);
      const before = await server.ask("memory");
      const crowd = await Crowd.gather(server.port, people, tickets);
      const after = await server.ask("memory");
      crowd.close();
      await server.stop();
      return {
        resident: (after.rss - before.rss) / people / 1024,
        heap: (after.heapUsed - before.heapUsed) / people / 1024,
        whole: after.rss / 1024 / 1024,
      };
    });
    const stock = all["stock Socket.IO, nothing stored"];
    return {
      rows: CONTENDERS.map((contender) => ({
        server: contender,
        connections: figure(people),
        "resident each, KiB": figure(all[contender].resident),
        "to stock": times(all[contender].resident, stock.resident),
        "heap each, KiB": figure(all[contender].heap),
        "process in all, MiB": figure(all[contender].whole),
      })),
      aims: [
        {
          what: "resident memory of a connection to stock",
          floor: { atMost: 1.1 },
          value: all["Ticketwire, SQLite"].resident / stock.resident,
        },
      ],
    };
  },
};
