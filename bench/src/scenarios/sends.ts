import { Crowd } from "../load/crowd.js";
import { type SendFigures, sendAll } from "../load/sends.js";
import { figure, times } from "../report.js";
import { type Conditions, type Findings, inTurn, type Scenario } from "../scenario.js";
import { type Contender, MeasuredServer } from "../servers/measured-server.js";

const PEOPLE = 300;
const TICKETS = 100;
const CONTENDERS = [
  "hand-made, PostgreSQL",
  "stock Socket.IO, nothing stored",
  "plain ws, nothing stored",
  "Ticketwire, SQLite",
  "Ticketwire, PostgreSQL",
] as const satisfies readonly Contender[];

export const sends: Scenario = {
  name: "sends",
  title: `Send, store, acknowledge, deliver: ${PEOPLE} people, three to a ticket`,
  usesPostgres: true,
  async run(conditions) {
    const one = await atOnce(1, conditions);
    const four = await atOnce(4, conditions);
    const aim = (what: string, contender: Contender, baseline: Contender, atLeast: number) => ({
      what,
      floor: { atLeast },
      value: best(one, four, contender) / best(one, four, baseline),
    });
    return {
      rows: [...rowsOf("1", one), ...rowsOf("4", four)],
      aims: [
        aim("SQLite to hand-made (aim: 16)", "Ticketwire, SQLite", "hand-made, PostgreSQL", 10),
        aim("PostgreSQL to hand-made", "Ticketwire, PostgreSQL", "hand-made, PostgreSQL", 8),
        aim("SQLite to stock, nothing stored", "Ticketwire, SQLite", "stock Socket.IO, nothing stored", 1.5),
      ],
    } satisfies Findings;
  },
};

type All = Readonly<Record<(typeof CONTENDERS)[number], SendFigures>>;

function atOnce(inFlight: number, { isQuick, rounds, postgres }: Conditions): Promise<All> {
  const stretch = isQuick ? { warmUpMs: 700, measuredMs: 1000 } : { warmUpMs: 4000, measuredMs: 3000 };
  return inTurn(rounds, CONTENDERS, async (contender) => {
    const server = await MeasuredServer.start(contender, { tickets: TICKETS, postgres });
    const crowd = await Crowd.gather(server.port, PEOPLE, TICKETS);
    const figures = await sendAll(server, crowd, stretch, inFlight);
    crowd.close();
    await server.stop();
    return figures;
  });
}

/** What a server can do, whichever way it is asked. */
function best(one: All, four: All, contender: Contender): number {
  const name = contender as keyof All;
  return Math.max(one[name].perSecond, four[name].perSecond);
}

function rowsOf(inFlight: string, all: All): Findings["rows"] {
  return CONTENDERS.map((contender) => {
    const { perSecond, cpuUs, p50Ms, p99Ms, loadShare } = all[contender];
    return {
      server: contender,
      "in flight": inFlight,
      "messages/s": figure(perSecond),
      "to hand-made": times(perSecond, all["hand-made, PostgreSQL"].perSecond),
      "to stock": times(perSecond, all["stock Socket.IO, nothing stored"].perSecond),
      "CPU per message, µs": figure(cpuUs),
      "p50, ms": figure(p50Ms),
      "p99, ms": figure(p99Ms),
      "load's core busy": `${Math.round(loadShare * 100)} %`,
    };
  });
}
