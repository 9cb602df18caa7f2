import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WireClient } from "./wire-client.js";
import { Workplace } from "./workplace.js";

const env = { JWT_SECRET: "" };

interface TicketView {
  readonly ref: string;
  readonly people: Readonly<Record<string, { readonly ref: string } | null>>;
}

async function signIn(url: string, as: string): Promise<string> {
  const answer = await fetch(`${url}/demo/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ as }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { readonly token: string }).token;
}

async function get<T>(url: string, token: string): Promise<T> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

/** Everything a visitor can see of the demo. */
async function seen(url: string, token: string): Promise<Readonly<Record<string, unknown>>> {
  const { tickets } = await get<{ readonly tickets: readonly TicketView[] }>(`${url}/v1/tickets`, token);
  const pages = tickets.map(async ({ ref }) => [ref, await get(`${url}/v1/tickets/${ref}/messages`, token)]);
  return { tickets, ...Object.fromEntries(await Promise.all(pages)) };
}

test("prints one address and nothing else, and has three tickets with people talking", async () => {
  const place = await Workplace.open();
  const server = place.start(["serve", "--demo"], { env });
  const url = await server.ready();
  expect(server.stdout.match(/https?:/g)).toHaveLength(1);
  expect(server.stdout.trimEnd()).not.toContain("\n");

  const [agent, customer] = await Promise.all([signIn(url, "agent"), signIn(url, "customer")]);
  const { tickets } = await get<{ readonly tickets: readonly TicketView[] }>(`${url}/v1/tickets`, customer);
  expect(tickets).toHaveLength(3);
  for (const { ref, people } of tickets) {
    expect(people).toMatchObject({
      customer: { ref: "u-bob" },
      creator: { ref: "u-bob" },
      assignee: { ref: "u-ann" },
    });
    const { total } = await get<{ readonly total: number }>(`${url}/v1/tickets/${ref}/messages`, customer);
    expect(total).toBeGreaterThanOrEqual(5);
  }
  const all = JSON.stringify(await seen(url, agent));
  expect(all).toContain('"audience":"internal"');
  expect(JSON.stringify(await seen(url, customer))).not.toContain('"audience":"internal"');
  server.signal("SIGINT");
  expect([await server.ended(), server.stderr]).toEqual([0, ""]);
});

test("tokens and tickets survive a restart, and seeding again changes nothing", async () => {
  const place = await Workplace.open();
  const first = place.start(["serve", "--demo"], { env });
  const url = await first.ready();
  const token = await signIn(url, "admin");
  const order = await WireClient.connect(url, token);
  await order.post("demo-order", "I was here");
  order.close();
  await place.putTicketAs(url, token, "demo-invoice", { subject: "Renamed", assignee: null });
  const before = await seen(url, token);
  first.signal("SIGTERM");
  await first.ended();

  const again = await place.start(["serve", "--demo"], { env }).ready();
  expect(await seen(again, token)).toEqual(before);
  expect(((await stat(join(place.dataDir, "demo-key"))).mode & 0o777).toString(8)).toBe("600");
});

test("without being asked to, nobody is signed in: token uses the demo's key only where there is one", async () => {
  const place = await Workplace.open();
  const url = await place.start(["serve", "--demo"], { env }).ready();
  const made = await place.run(["token", "--id", "u-x", "--name", "X", "--role", "admin"], { env });
  expect(made.stderr).toContain("key of the demo");
  await get(`${url}/v1/tickets`, made.stdout.trim());
});

test("a port in use is a sentence that says how to choose another", async () => {
  const place = await Workplace.open();
  const { port } = new URL(await place.start(["serve"]).ready());
  const other = await Workplace.open();
  const { code, stderr } = await other.run(["serve", "--demo"], { env: { ...env, PORT: port } });
  expect([code, stderr]).toEqual([
    1,
    `ticketwire: port ${port} is in use; choose another with PORT=3001 npm start\n`,
  ]);
});
