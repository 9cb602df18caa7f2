import { Crowd } from "../load/crowd.js";
import { sendAll } from "../load/sends.js";
import { figure, times } from "../report.js";
import { inTurn, type Scenario } from "../scenario.js";
import { type Contender, MeasuredServer } from "../servers/measured-server.js";

const PEOPLE = 1000;
const CONTENDERS = [
  "stock Socket.IO, nothing stored",
  "plain ws, nothing stored",
  "Ticketwire, SQLite",
] as const satisfies readonly Contender[];

export const bigRoom: Scenario = {
  name: "big-room",
  title: `${PEOPLE} people on one ticket, one of whom writes, a message at a time`,
  usesPostgres: false,
  async run({ isQuick, rounds }) {
    const stretch = isQuick ? { warmUpMs: 700, measuredMs: 1500 } : { warmUpMs: 2000, measuredMs: 4000 };
    const all = await inTurn(rounds, CONTENDERS, async (contender) => {
      const server = await MeasuredServer.start(contender, { tickets: 1 });
      const crowd = await Crowd.gather(server.port, PEOPLE, 1);
      const figures = await sendAll(server, crowd, stretch, 1, 1);
      crowd.close();
      await server.stop();
      return figures;
    });
    const plain = all["plain ws, nothing stored"].cpuUsPerDelivery;
    return {
      rows: CONTENDERS.map((contender) => ({
        server: contender,
        "CPU per delivery, µs": figure(all[contender].cpuUsPerDelivery),
        "to plain ws": times(all[contender].cpuUsPerDelivery, plain),
        "deliveries/s": figure(all[contender].deliveriesPerSecond),
        "p99, ms": figure(all[contender].p99Ms),
      })),
      aims: [
        {
          what: "CPU per delivery to plain ws",
          floor: { atMost: 1.15 },
          value: all["Ticketwire, SQLite"].cpuUsPerDelivery / plain,
        },
      ],
    };
  },
};
