import type { Store } from "@ticketwire/core";
import { crashRun, freePort, Random } from "@ticketwire/testkit";
import { expect } from "vitest";
import type { Workplace } from "./workplace.js";

const TICKETS = ["t-1", "t-2", "t-3"];
const PEOPLE = ["u-1", "u-2", "u-3", "u-4"];

/** How often to kill, where the server keeps what it stores, and how that is opened without it. */
interface Killing {
  readonly kills: number;
  readonly env: Readonly<Record<string, string>>;
  openStore(): Promise<Store>;
}

/** Kills the real command again and again while people talk, and expects what they said to be whole. */
export async function expectToSurvive(
  place: Workplace,
  { kills, env: given, openStore }: Killing,
): Promise<void> {
  const env = { PORT: `${await freePort()}`, ...given };
  const first = place.start(["serve"], { env });
  const url = await first.ready();
  for (const ref of TICKETS) await place.putTicket(url, ref);
  await first.kill();

  const random = new Random(7);
  const report = await crashRun({
    kills,
    sendsPerSecond: 300,
    tickets: TICKETS,
    people: await Promise.all(
      PEOPLE.map(async (name) => ({ name, token: await place.token(name, "agent") })),
    ),
    random: () => random.next(),
    start: async () => {
      const served = place.start(["serve"], { env });
      return { url: await served.ready(), kill: () => served.kill() };
    },
    openStore,
  });
  expect(report).toMatchObject({ lost: 0, doubled: 0, holes: 0, misnumbered: 0, heardWrongly: 0 });
  expect(report.acknowledged).toBeGreaterThan(100);
}
