import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FrameClient } from "./frame-client.js";
import { NativeDesk } from "./native-desk.js";
import { TestServer } from "./test-server.js";

const TOKEN = "a-token-for-metrics-alone";
const DASHBOARD = new URL("../../../../deploy/grafana/ticketwire.json", import.meta.url);

/** What an operator reads, by name and labels. */
class Reading {
  private constructor(readonly text: string) {}

  static async of(url: string, token: string | null = TOKEN): Promise<Reading> {
    const answer = await fetch(url, token === null ? {} : { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    return new Reading(await answer.text());
  }

  /** A sample's value, with its labels as they are written; undefined when there is none. */
  value(sample: string): number | undefined {
    const line = this.text.split("\n").find((candidate) => candidate.startsWith(`${sample} `));
    return line === undefined ? undefined : Number(line.slice(sample.length + 1));
  }

  /** Every metric there is, with its type. */
  get types(): ReadonlyMap<string, string> {
    const found = [...this.text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
    return new Map(found.map(([, name = "", type = ""]) => [name, type]));
  }
}

describe("what is counted", () => {
  let desk: NativeDesk;
  const read = (): Promise<Reading> => Reading.of(`${desk.server.url}/metrics`);

  beforeAll(async () => {
    desk = await NativeDesk.start({ env: { METRICS_TOKEN: TOKEN, RATE_LIMITS: "on" } });
  });
  afterAll(() => desk.close());

  test("connections and messages by dialect, acknowledgements and commits by how long they take", async () => {
    const ticket = await desk.openTicket({ number: 71 });
    const ann = await desk.join("ann", ticket);
    const frames = await FrameClient.open(`${desk.server.url}`, {
      path: `/ws?token=${await desk.token("bob")}`,
    });
    for (const text of ["one", "two"]) await ann.ask("post", { ticket, text, clientId: text });
    await desk.request("ann", "POST", `/v1/tickets/${ticket}/messages`, {
      text: "by request",
      clientId: "three",
    });
    await frames.ask("JOIN_TICKET", { ticketId: 71 }, "JOINED_ROOM");
    const reading = await read();
    expect(reading.value('ticketwire_connections{dialect="native"}')).toBe(1);
    expect(reading.value('ticketwire_connections{dialect="json-frames"}')).toBe(1);
    expect(reading.value('ticketwire_connections{dialect="project-chats"}')).toBe(0);
    expect(reading.value('ticketwire_messages_stored_total{dialect="native"}')).toBe(3);
    expect(reading.value('ticketwire_messages_stored_total{dialect="json-frames"}')).toBe(0);
    expect(reading.value('ticketwire_ack_latency_seconds_count{dialect="native"}')).toBe(2);
    expect(reading.value('ticketwire_ack_latency_seconds_bucket{le="+Inf",dialect="native"}')).toBe(2);
    expect(reading.value('ticketwire_ack_latency_seconds_sum{dialect="native"}')).toBeGreaterThan(0);
    expect(reading.value("ticketwire_commit_batch_rows_sum")).toBeGreaterThanOrEqual(3);
    expect(reading.value("ticketwire_commit_duration_seconds_sum")).toBeGreaterThan(0);
    expect(reading.value("ticketwire_commit_failures_total")).toBe(0);
    expect(reading.value("ticketwire_bus_up")).toBe(1);
    expect(reading.value("ticketwire_bus_round_trip_seconds")).toBeGreaterThanOrEqual(0);
    expect(reading.value("process_cpu_seconds_total")).toBeGreaterThan(0);
    frames.close();
  });

  test("a message that is sent again under its client id is acknowledged twice and stored once", async () => {
    const ticket = await desk.openTicket();
    const ann = await desk.join("ann", ticket);
    const before = await read();
    for (const _ of [1, 2]) await ann.ask("post", { ticket, text: "again", clientId: "c-1" });
    const after = await read();
    const grown = (name: string): number => (after.value(name) ?? 0) - (before.value(name) ?? 0);
    expect(grown('ticketwire_messages_stored_total{dialect="native"}')).toBe(1);
    expect(grown('ticketwire_ack_latency_seconds_count{dialect="native"}')).toBe(2);
  });

  test("uploads by what became of them, sign-ins by why they were refused, commands by what there were too many of", async () => {
    const ticket = await desk.openTicket();
    for (const bytes of [Buffer.from("hello"), Buffer.from([0, 1, 2])]) {
      const form = new FormData();
      form.set("files", new Blob([bytes]), "a.txt");
      await desk.request("bob", "POST", `/v1/tickets/${ticket}/attachments`, form);
    }
    await fetch(`${desk.server.url}/v1/tickets`, { headers: { authorization: "Bearer nonsense" } });
    for (let n = 0; n < 12; n += 1) await desk.request("ann", "GET", `/v1/tickets/${ticket}/export`);
    const reading = await read();
    expect(reading.value('ticketwire_uploads_total{outcome="accepted"}')).toBe(1);
    expect(reading.value('ticketwire_uploads_total{outcome="unsupported_type"}')).toBe(1);
    expect(reading.value('ticketwire_sign_ins_refused_total{code="unauthenticated"}')).toBe(1);
    expect(reading.value('ticketwire_rate_limited_total{command="ticket.export"}')).toBeGreaterThan(0);
  });

  test("connections that the server has ended, by reason", async () => {
    const eve = await desk.connect("eve");
    expect((await read()).value('ticketwire_connections_closed_total{reason="slow_reader"}')).toBe(0);
    for (const connection of [...desk.server.engine.connections.all()]) {
      if (connection.identity.user.ref === "u-eve") desk.server.engine.close(connection, "slow_reader");
    }
    await eve.next("disconnect");
    expect((await read()).value('ticketwire_connections_closed_total{reason="slow_reader"}')).toBe(1);
  });

  test("every metric on the dashboard is there, in the type it is asked for in, and none of ours is left out", async () => {
    const { types } = await read();
    const dashboard = await readFile(DASHBOARD, "utf8");
    const asked = new Set(dashboard.match(/\b(?:ticketwire|process|nodejs)_[a-z0-9_]+/g));
    const plain = (name: string): string =>
      types.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, "");
    for (const name of asked) {
      const isPartOf = plain(name);
      expect([name, types.has(isPartOf)]).toEqual([name, true]);
      expect([name, types.get(isPartOf) === "histogram"]).toEqual([name, isPartOf !== name]);
    }
    const shown = new Set([...asked].map(plain));
    const ours = [...types.keys()].filter((name) => name.startsWith("ticketwire_"));
    expect(ours.filter((name) => !shown.has(name))).toEqual([]);
  });
});

test("[S5] what no bus has told of is counted where it is found", async () => {
  const env = { METRICS_TOKEN: TOKEN };
  const here = await NativeDesk.start({ env });
  const there = await NativeDesk.start({ env, dataDir: here.server.dataDir });
  try {
    const ticket = await here.openTicket();
    const bob = await there.join("bob", ticket);
    const ann = await here.join("ann", ticket);
    expect(bob.joined.ok).toBe(true);
    expect(await ann.ask("post", { ticket, text: "over there", clientId: "c-1" })).toMatchObject({
      ok: true,
    });
    await bob.next("event");
    const reading = await Reading.of(`${there.server.url}/metrics`);
    expect(reading.value("ticketwire_sweep_finds_total")).toBe(1);
    expect(reading.value("ticketwire_gap_repairs_total")).toBe(1);
    expect(reading.value("ticketwire_gap_repaired_events_total")).toBe(1);
  } finally {
    await there.close();
    await here.close();
  }
});

describe("who may read it", () => {
  const statusOf = async (url: string, token?: string): Promise<number> =>
    (await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })).status;

  test("nobody, unless the operator says so", async () => {
    const server = await TestServer.start();
    try {
      expect(await statusOf(`${server.url}/metrics`, TOKEN)).toBe(404);
      expect(server.metricsUrl).toBeUndefined();
    } finally {
      await server.close();
    }
  });

  test("who brings the token, and nobody whose token is for something else", async () => {
    const server = await TestServer.start({ env: { METRICS_TOKEN: TOKEN } });
    try {
      const url = `${server.url}/metrics`;
      expect(await statusOf(url, TOKEN)).toBe(200);
      const admin = await server.token({ sub: "u-ada", role: "admin" });
      for (const token of [undefined, "x", "", admin]) expect(await statusOf(url, token)).toBe(401);
      expect(await statusOf(`${url}?token=${TOKEN}`)).toBe(401);
    } finally {
      await server.close();
    }
  });

  test("who reaches a port of their own, where nothing else is, until the server stops", async () => {
    const server = await TestServer.start({ env: { METRICS_PORT: "0" } });
    const { metricsUrl = "" } = server;
    expect(await statusOf(`${server.url}/metrics`)).toBe(404);
    const reading = await Reading.of(metricsUrl, null);
    expect(reading.types.get("ticketwire_connections")).toBe("gauge");
    expect(await statusOf(new URL("/healthz", metricsUrl).href)).toBe(404);
    expect((await fetch(metricsUrl, { method: "POST" })).status).toBe(405);
    await server.close();
    await expect(fetch(metricsUrl)).rejects.toThrow();
  });

  test("with both, who brings the token to that port", async () => {
    const token = "only-with-this-token";
    const server = await TestServer.start({ env: { METRICS_PORT: "0", METRICS_TOKEN: token } });
    try {
      expect(await statusOf(`${server.url}/metrics`, token)).toBe(404);
      expect(await statusOf(server.metricsUrl ?? "", token)).toBe(200);
      expect(await statusOf(server.metricsUrl ?? "")).toBe(401);
    } finally {
      await server.close();
    }
  });

  test("a port that is taken keeps the server from starting", async () => {
    const { createServer } = await import("node:net");
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    await expect(TestServer.start({ env: { METRICS_PORT: `${port}` } })).rejects.toThrow("EADDRINUSE");
    taken.close();
  });
});
