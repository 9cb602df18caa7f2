import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock, Timers } from "@ticketwire/core";
import { type Logger, pino } from "pino";
import { signToken } from "../auth/index.js";
import { readConfig } from "../config/index.js";
import { createServer, type TicketwireServer } from "../server.js";

/** What the tokens of the tests are signed with. */
export const SECRET = "a secret for these tests alone, long enough for HS256";

/** What a test may want to be different. */
export interface TestServerOptions {
  /** As an operator would set it; what matters to every test is set already. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where it keeps its data, when others keep theirs there too; it is left as it is in the end. */
  readonly dataDir?: string;
  /** A clock under control, to make ten seconds pass at once. */
  readonly clock?: Clock;
  readonly timers?: Timers;
  /** What an operator would read; nothing is written unless a test wants to. */
  readonly log?: Logger;
}

/** An HTTP answer. */
export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

/** A real server on a free port, with SQLite and files in a folder of its own. */
export class TestServer {
  url = "";
  /** Where metrics are read when they have a port of their own. */
  metricsUrl: string | undefined;
  #server: TicketwireServer | undefined;

  private constructor(
    readonly dataDir: string,
    private readonly options: TestServerOptions,
  ) {}

  static async start(options: TestServerOptions = {}): Promise<TestServer> {
    const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "ticketwire-test-")));
    const server = new TestServer(dataDir, options);
    await server.#open();
    return server;
  }

  get engine(): TicketwireServer["engine"] {
    return this.#running.engine;
  }

  get people(): TicketwireServer["people"] {
    return this.#running.people;
  }

  get #running(): TicketwireServer {
    if (!this.#server) throw new Error("the server is closed");
    return this.#server;
  }

  /** Stops it, and leaves its data as they are. */
  async stop(): Promise<void> {
    await this.#server?.close();
  }

  /** Stops and starts again on the same data, on a new port. */
  async restart(): Promise<void> {
    await this.stop();
    await this.#open();
  }

  async close(): Promise<void> {
    await this.stop();
    if (!this.options.dataDir) await rm(this.dataDir, { recursive: true, force: true });
  }

  /** A token with these claims; `role` and `sub` are the ones that matter. */
  token(claims: Readonly<Record<string, unknown>>, ttl = "1h"): Promise<string> {
    return signToken(claims, SECRET, ttl);
  }

  /** Puts a ticket as the host application would. */
  async putTicket(ref: string, ticket: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.#put(`/v1/tickets/${encodeURIComponent(ref)}`, ticket);
  }

  /** Puts a user as the host application would. */
  async putUser(ref: string, user: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#put(`/v1/users/${encodeURIComponent(ref)}`, user);
  }

  /** Makes a request as who has this token; the body is JSON unless it is a form. */
  async request<T = Readonly<Record<string, unknown>>>(
    token: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<T>> {
    const isForm = body instanceof FormData;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined || isForm ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as T };
  }

  async #put(path: string, body: Readonly<Record<string, unknown>>): Promise<void> {
    const token = await this.token({ sub: "host", name: "Host", role: "service" });
    const answer = await this.request(token, "PUT", path, body);
    if (answer.status >= 300) throw new Error(`PUT ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  async #open(): Promise<void> {
    const { env, clock, timers, log = pino({ level: "silent" }) } = this.options;
    this.#server = await createServer({
      config: readConfig({
        PORT: "0",
        HOST: "127.0.0.1",
        DATA_DIR: this.dataDir,
        JWT_SECRET: SECRET,
        RATE_LIMITS: "off",
        ...env,
      }),
      log,
      ports: { ...(clock ? { clock } : {}), ...(timers ? { timers } : {}) },
    });
    ({ url: this.url, metricsUrl: this.metricsUrl } = await this.#server.listen());
  }
}
