import { execFile } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { Agent, get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { programPath } from "@ticketwire/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import type { BalancerKind } from "./balancer.js";
import { Chatter, type Way, WIRES } from "./chatter.js";
import { Deployment } from "./deployment.js";

const BOB = { ref: "u-bob", role: "customer" };
/** A database, Redis, a balancer and two nodes are more than one thing to start. */
const START_LIMIT_MS = 60_000;
const UPLOAD_BYTES = 10 * 1024 * 1024;

/** Addresses for documentation, in the words of a balancer before this one. */
const from = (address: string): Way => ({ extraHeaders: { "x-forwarded-for": address } });

const KINDS: readonly BalancerKind[] = ["nginx", "haproxy"];

describe.each(KINDS)("behind %s", (kind) => {
  let deployment: Deployment;
  const opened: Chatter[] = [];

  beforeAll(async () => {
    deployment = await Deployment.start(kind, { RATE_LIMITS: "on" });
    const ticket = { number: 1, creator: "u-bob", customer: "u-bob" };
    const put = await deployment.request("PUT", "/v1/tickets/t-1", { ref: "host", role: "service" }, ticket);
    expect(put.status).toBe(201);
  }, START_LIMIT_MS);
  afterAll(() => deployment.stop());
  afterEach(() => {
    for (const chatter of opened.splice(0)) chatter.close();
  });

  async function join(name: keyof typeof WIRES, way?: Way): Promise<Chatter> {
    const token = await deployment.token(BOB.ref, BOB.role);
    const chatter = await Chatter.join(name, deployment.url, token, way);
    opened.push(chatter);
    return chatter;
  }

  test("clients of every dialect meet on its own path, whichever node they are on", async () => {
    const names = Object.keys(WIRES) as (keyof typeof WIRES)[];
    // Twice as many as nodes, so that each dialect is on both.
    const all = await Promise.all([...names, ...names].map((name) => join(name)));
    for (const [index, chatter] of all.entries()) {
      const text = `${kind} to all ${index}.`;
      await chatter.say(text);
      await Promise.all(all.map((one) => one.heard(text)));
    }
    const metrics = await Promise.all([deployment.connectionsOf(0), deployment.connectionsOf(1)]);
    expect(Math.min(...metrics)).toBeGreaterThan(0);
    expect(metrics[0] + metrics[1]).toBe(all.length);
  });

  test("REST of every dialect", async () => {
    const asked = await Promise.all(
      [
        "/v1/tickets/t-1/messages",
        "/api/tickets/t-1/chat",
        "/api/chat/messages/1",
        "/chat-messages?chatId=1",
        "/api/v1/chat/sessions",
        "/openapi.json",
        "/readyz",
        "/healthz",
      ].map(async (path) => [path, (await deployment.request("GET", path, BOB)).status]),
    );
    expect(asked.filter(([, status]) => status !== 200)).toEqual([]);
  });

  test("clients that poll stay with their node, and so do those that go on to a WebSocket", async () => {
    const ways = [["polling"], ["polling", "websocket"]];
    const all = await Promise.all(
      ways.flatMap((transports) =>
        Array.from({ length: 4 }, (_, index) =>
          join("native", { transports, ...from(`203.0.113.${index}`) }),
        ),
      ),
    );
    for (const [index, chatter] of all.entries()) {
      const text = `${kind} by polling ${index}.`;
      await chatter.say(text);
      await Promise.all(all.map((one) => one.heard(text)));
    }
    expect(all.map(({ ended }) => ended)).toEqual(all.map(() => undefined));
  });

  test("a file of 10 MiB goes up and down as it is", async () => {
    const content = Buffer.alloc(UPLOAD_BYTES, "All work and no play. ");
    const form = new FormData();
    form.append("files", new Blob([content]), "work.txt");
    const up = await deployment.request("POST", "/v1/tickets/t-1/attachments", BOB, form);
    expect(up.status).toBe(201);
    const { attachments } = (await up.json()) as {
      readonly attachments: readonly { readonly url: string }[];
    };
    const [link = ""] = attachments.map(({ url }) => url);
    expect(link.startsWith(deployment.url)).toBe(true);
    const down = await fetch(link);
    expect(Buffer.from(await down.arrayBuffer()).equals(content)).toBe(true);
  });

  test("limits and logs go by the client's address, also past a balancer before this one", async () => {
    await expect(
      Chatter.join("native", deployment.url, "no token", from("198.51.100.1, 203.0.113.77")),
    ).rejects.toThrow();
    await expect.poll(() => deployment.log).toContain('"address":"203.0.113.77"');
    expect(deployment.log).not.toContain("198.51.100.1");
    // A client of one's own machine, which on Linux has more addresses than one: nobody but the balancer knows it.
    if (process.platform === "linux") {
      const refused = new WebSocket(`${deployment.url}/ws?token=none`, { localAddress: "127.0.0.5" });
      await once(refused, "close");
      await expect.poll(() => deployment.log).toContain('"address":"127.0.0.5"');
    }

    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const ask = async (address: string): Promise<number | undefined> => {
      const headers = { "x-forwarded-for": address };
      const url = `${deployment.url}/v1/tickets/t-1/messages`;
      const [answer] = (await once(get(url, { agent, headers }), "response")) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    };
    // Both nodes take requests, and count together.
    const statuses = new Set<number | undefined>();
    for (let asked = 0; asked < 6000 && !statuses.has(429); asked += 100)
      for (const status of await Promise.all(Array.from({ length: 100 }, () => ask("203.0.113.66"))))
        statuses.add(status);
    expect(statuses).toEqual(new Set([401, 429]));
    expect(await ask("203.0.113.67")).toBe(401);
    agent.destroy();
  });

  test("TLS ends at it, when it is given a certificate", async () => {
    const folder = await mkdtemp(`${tmpdir()}/ticketwire-tls-`);
    onTestFinished(() => rm(folder, { recursive: true }));
    const pem = `${folder}/both.pem`;
    const asked = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"];
    await promisify(execFile)(programPath("openssl", "OPENSSL_PATH"), [
      ...asked,
      "-keyout",
      pem,
      "-out",
      `${pem}.crt`,
    ]);
    await appendFile(pem, await readFile(`${pem}.crt`));
    const balancer = await deployment.startTlsBalancer(kind, pem);
    onTestFinished(() => balancer.stop());
    const token = await deployment.token(BOB.ref, BOB.role);
    const socket = new WebSocket(`${balancer.url.replace("https", "wss")}/ws?token=${token}`, {
      rejectUnauthorized: false,
    });
    await once(socket, "open");
    socket.close();
  });

  test("its log has no tokens, and metrics stay inside", async () => {
    const token = await deployment.token(BOB.ref, BOB.role);
    expect((await fetch(`${deployment.url}/v1/tickets/t-1/messages?token=${token}`)).status).toBe(200);
    expect((await fetch(`${deployment.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${deployment.nodeUrl(0)}/metrics`)).status).toBe(401);
    await expect.poll(() => deployment.balancer.log()).toContain("/v1/tickets/t-1/messages");
    expect(await deployment.balancer.log()).not.toContain(token);
  });
});
