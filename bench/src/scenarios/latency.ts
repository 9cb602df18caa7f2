import { Crowd } from "../load/crowd.js";
import { sendAll, sendAtRate } from "../load/sends.js";
import { figure, times } from "../report.js";
import { inTurn, type Scenario } from "../scenario.js";
import { type Contender, MeasuredServer } from "../servers/measured-server.js";

const PEOPLE = 300;
const TICKETS = 100;
const CONTENDERS = [
  "hand-made, PostgreSQL",
  "Ticketwire, SQLite",
  "Ticketwire, PostgreSQL",
] as const satisfies readonly Contender[];

export const latency: Scenario = {
  name: "latency",
  title: "Time to the acknowledgement of a stored message, at half of what each server can do at most",
  usesPostgres: true,
  async run({ isQuick, rounds, postgres }) {
    const short = isQuick ? { warmUpMs: 1000, measuredMs: 1000 } : { warmUpMs: 2000, measuredMs: 2000 };
    const long = isQuick ? { warmUpMs: 500, measuredMs: 2000 } : { warmUpMs: 1000, measuredMs: 5000 };
    const all = await inTurn(rounds, CONTENDERS, async (contender) => {
      const server = await MeasuredServer.start(contender, { tickets: TICKETS, postgres });
      const crowd = await Crowd.gather(server.port, PEOPLE, TICKETS);
      const { perSecond: most } = await sendAll(server, crowd, short, 1);
      const figures = await sendAtRate(server, crowd, long, most / 2);
      crowd.close();
      await server.stop();
      return { ...figures, most };
    });
    const usual = all["hand-made, PostgreSQL"].p99Ms;
    return {
      rows: CONTENDERS.map((contender) => ({
        server: contender,
        "at most, messages/s": figure(all[contender].most),
        "asked and answered, messages/s": figure(all[contender].perSecond),
        "p50, ms": figure(all[contender].p50Ms),
        "p99, ms": figure(all[contender].p99Ms),
        "p99 to hand-made": times(all[contender].p99Ms, usual),
      })),
      aims: (["Ticketwire, SQLite", "Ticketwire, PostgreSQL"] as const).map((contender) => ({
        what: `p99 of ${contender} to hand-made`,
        floor: { atMost: 1 / 3 },
        value: all[contender].p99Ms / usual,
      })),
    };
  },
};
