import { Crowd } from "../load/crowd.js";
import { sendAll } from "../load/sends.js";
import { figure, times } from "../report.js";
import { inTurn, type Scenario } from "../scenario.js";
import { type Contender, MeasuredServer } from "../servers/measured-server.js";

const PEOPLE = 300;
const TICKETS = 10;
const IN_FLIGHT = 4;
const CONTENDERS = [
  "stock Socket.IO, nothing stored",
  "plain ws, nothing stored",
  "Ticketwire, SQLite",
] as const satisfies readonly Contender[];

export const fanOut: Scenario = {
  name: "fan-out",
  title: `Fan-out: ${PEOPLE} people, ${PEOPLE / TICKETS} to a ticket, ${IN_FLIGHT} sends in flight each`,
  usesPostgres: false,
  async run({ isQuick, rounds }) {
    const stretch = isQuick ? { warmUpMs: 700, measuredMs: 1000 } : { warmUpMs: 4000, measuredMs: 3000 };
    const all = await inTurn(rounds, CONTENDERS, async (contender) => {
      const server = await MeasuredServer.start(contender, { tickets: TICKETS });
      const crowd = await Crowd.gather(server.port, PEOPLE, TICKETS);
      const figures = await sendAll(server, crowd, stretch, IN_FLIGHT);
      crowd.close();
      await server.stop();
      return figures;
    });
    const stock = all["stock Socket.IO, nothing stored"].deliveriesPerSecond;
    const plain = all["plain ws, nothing stored"].deliveriesPerSecond;
    const ours = all["Ticketwire, SQLite"].deliveriesPerSecond;
    return {
      rows: CONTENDERS.map((contender) => ({
        server: contender,
        "deliveries/s": figure(all[contender].deliveriesPerSecond),
        "to stock": times(all[contender].deliveriesPerSecond, stock),
        "to plain ws": times(all[contender].deliveriesPerSecond, plain),
        "CPU per delivery, µs": figure(all[contender].cpuUsPerDelivery),
        "p99, ms": figure(all[contender].p99Ms),
        "load's core busy": `${Math.round(all[contender].loadShare * 100)} %`,
      })),
      aims: [
        { what: "deliveries to stock", floor: { atLeast: 6 }, value: ours / stock },
        { what: "deliveries to plain ws", floor: { atLeast: 4 }, value: ours / plain },
      ],
    };
  },
};
