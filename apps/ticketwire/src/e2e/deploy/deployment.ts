import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signToken } from "@ticketwire/server";
import { freePort, PostgresServer, RedisServer } from "@ticketwire/testkit";
import { RunningCommand } from "../running-command.js";
import { Balancer, type BalancerKind } from "./balancer.js";

const METRICS_TOKEN = "a-token-for-these-tests";
const SECRET = "a secret for these tests alone, long enough for HS256";

/** Longer than either balancer takes to leave a node out, or to take one in again. */
const DRAIN_WAIT_SECONDS = 3;

/** Two nodes on a real PostgreSQL and a real Redis, and a balancer in front of them. */
export class Deployment {
  readonly #nodes: RunningCommand[] = [];

  private constructor(
    private readonly dataDir: string,
    private readonly postgres: PostgresServer,
    private readonly redis: RedisServer,
    private readonly ports: readonly [number, number],
    private readonly env: Readonly<Record<string, string>>,
    readonly balancer: Balancer,
  ) {}

  static async start(kind: BalancerKind, given: Readonly<Record<string, string>> = {}): Promise<Deployment> {
    const dataDir = await mkdtemp(join(tmpdir(), "ticketwire-deployment-"));
    const [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
    const ports = [await freePort(), await freePort()] as const;
    const balancer = await Balancer.start(kind, await freePort(), addressesOf(ports));
    const env = {
      DATA_DIR: dataDir,
      DATABASE_URL: await postgres.createDatabase(),
      REDIS_URL: redis.url,
      JWT_SECRET: SECRET,
      PUBLIC_URL: balancer.url,
      METRICS_TOKEN,
      LOG_LEVEL: "warn",
      DRAIN_WAIT_SECONDS: String(DRAIN_WAIT_SECONDS),
      ...given,
    };
    const deployment = new Deployment(dataDir, postgres, redis, ports, env, balancer);
    await deployment.startNode(0);
    await deployment.startNode(1);
    await Promise.all([balancer.reaches(0), balancer.reaches(1)]);
    return deployment;
  }

  /** Another balancer in front of the same nodes, which speaks TLS with this certificate. */
  async startTlsBalancer(
    kind: BalancerKind,
    certificate: string,
  ): Promise<{ url: string; stop(): Promise<void> }> {
    const port = await freePort();
    const balancer = await Balancer.start(kind, port, addressesOf(this.ports), certificate);
    return { url: `https://127.0.0.1:${port}`, stop: () => balancer.stop() };
  }

  /** Where clients come in. */
  get url(): string {
    return this.balancer.url;
  }

  /** Where a node is reached past the balancer. */
  nodeUrl(index: 0 | 1): string {
    return `http://127.0.0.1:${this.ports[index]}`;
  }

  /** How many people's connections a node has. */
  async connectionsOf(index: 0 | 1): Promise<number> {
    const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
    const metrics = await (await fetch(`${this.nodeUrl(index)}/metrics`, { headers })).text();
    return [...metrics.matchAll(/^ticketwire_connections\{.*\} (\d+)$/gm)]
      .map(([, count]) => Number(count))
      .reduce((sum, count) => sum + count, 0);
  }

  /** What the nodes have told their operator. */
  get log(): string {
    return this.#nodes.map(({ stderr, stdout }) => stdout + stderr).join("");
  }

  /** Starts a node, or another one in the place of one that has stopped; resolves when it is ready. */
  async startNode(index: 0 | 1): Promise<void> {
    const node = new RunningCommand(["serve"], { env: { ...this.env, PORT: String(this.ports[index]) } });
    this.#nodes[index] = node;
    await node.ready();
  }

  /** Asks a node to end, and resolves with its exit code and the ms it took. */
  async stopNode(index: 0 | 1): Promise<{ readonly code: number | NodeJS.Signals; readonly tookMs: number }> {
    const since = performance.now();
    this.#nodes[index]?.signal("SIGTERM");
    const code = (await this.#nodes[index]?.ended()) ?? 0;
    return { code, tookMs: performance.now() - since };
  }

  token(ref: string, role: string): Promise<string> {
    return signToken({ sub: ref, name: `Name of ${ref}`, role }, SECRET, "1h");
  }

  /** A request through the balancer. */
  async request(
    method: string,
    path: string,
    by: { readonly ref: string; readonly role: string },
    body?: Readonly<Record<string, unknown>> | FormData,
  ): Promise<Response> {
    const isForm = body instanceof FormData;
    const headers = {
      authorization: `Bearer ${await this.token(by.ref, by.role)}`,
      ...(body === undefined || isForm ? {} : { "content-type": "application/json" }),
    };
    return fetch(this.url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
  }

  async stop(): Promise<void> {
    await Promise.all(this.#nodes.map((node) => node.kill()));
    await this.balancer.stop();
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

function addressesOf([first, second]: readonly [number, number]): readonly [string, string] {
  return [`127.0.0.1:${first}`, `127.0.0.1:${second}`];
}
