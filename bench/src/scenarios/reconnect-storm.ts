import { LoadClient } from "../load/client.js";
import { agents, connectAll, type Joined } from "../load/crowd.js";
import { figure } from "../report.js";
import { inTurn, type Scenario } from "../scenario.js";
import { MeasuredServer } from "../servers/measured-server.js";

const PER_TICKET = 10;
const MISSED = 5;
const AT_ONCE = 100;

export const reconnectStorm: Scenario = {
  name: "reconnect-storm",
  title: `Everybody comes back at once with a position, having missed ${MISSED} messages; ${PER_TICKET} to a ticket`,
  usesPostgres: false,
  async run({ isQuick, rounds }) {
    const people = isQuick ? 1000 : 5000;
    const all = await inTurn(rounds, ["Ticketwire, SQLite"] as const, () => storm(people));
    const { totalMs, p50Ms, p99Ms, cpuMs } = all["Ticketwire, SQLite"];
    return {
      rows: [
        {
          clients: figure(people),
          "until the last has caught up, ms": figure(totalMs),
          "clients/s": figure((people * 1000) / totalMs),
          "p50, ms": figure(p50Ms),
          "p99, ms": figure(p99Ms),
          "CPU per client, µs": figure((cpuMs * 1000) / people),
        },
      ],
      aims: [],
    };
  },
};

async function storm(people: number) {
  const tickets = people / PER_TICKET;
  const tokens = await agents(people);
  const server = await MeasuredServer.start("Ticketwire, SQLite", { tickets });
  const ticketOf = (index: number): string => `t-${index % tickets}`;
  const before = await connectAll(server.port, tokens);
  const positions: unknown[] = [];
  for (let from = 0; from < people; from += AT_ONCE) {
    const some = before.slice(from, from + AT_ONCE);
    const joined = await Promise.all(
      some.map((client, index) => client.ask<Joined>("join", { ticket: ticketOf(from + index) })),
    );
    positions.push(...joined.map(({ position }) => position));
  }
  for (const client of before) client.close();
  await writeOnAll(server.port, tokens[0] ?? "", tickets);

  const cpuUs = await server.ask("cpu");
  const startedAt = performance.now();
  const took = await Promise.all(
    tokens.map(async (token, index) => {
      const client = new LoadClient(server.port, token);
      await client.ready;
      const { catchUp } = await client.ask<Joined>("join", {
        ticket: ticketOf(index),
        position: positions[index],
      });
      const tookMs = performance.now() - startedAt;
      if (catchUp.kind !== "resumed" || catchUp.events?.length !== MISSED) {
        throw new Error(`agent-${index} was told ${catchUp.kind}, ${catchUp.events?.length} events`);
      }
      return { client, tookMs };
    }),
  );
  const totalMs = performance.now() - startedAt;
  const cpuMs = ((await server.ask("cpu")) - cpuUs) / 1000;
  for (const { client } of took) client.close();
  await server.stop();
  const sorted = took.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  return {
    totalMs,
    p50Ms: sorted[Math.floor(people * 0.5)] ?? Number.NaN,
    p99Ms: sorted[Math.floor(people * 0.99)] ?? Number.NaN,
    cpuMs,
  };
}

/** What everybody misses. */
async function writeOnAll(port: number, token: string, tickets: number): Promise<void> {
  const [writer] = await connectAll(port, [token]);
  for (let ticket = 0; ticket < tickets; ticket++) {
    await Promise.all(
      Array.from({ length: MISSED }, (_, index) =>
        writer?.ask("post", { ticket: `t-${ticket}`, clientId: `missed-${index}`, text: "Are you there?" }),
      ),
    );
  }
  writer?.close();
}
