import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createLogger,
  createServer,
  readConfig,
  type ServerOptions,
  signToken,
  type TicketwireServer,
} from "@ticketwire/server";

const SECRET = "a secret for these tests alone, long enough for HS256";

/** Who talks in these tests. */
export const PEOPLE = {
  ann: { sub: "u-ann", name: "Ann Lee", role: "agent" },
  bob: { sub: "u-bob", name: "Bob Ray", role: "customer" },
  eve: { sub: "u-eve", name: "Eve Fox", role: "customer" },
  kim: { sub: "u-kim", name: "Kim Day", role: "customer" },
  noa: { sub: "u-noa", name: "Noa Orr", role: "customer" },
  leo: { sub: "u-leo", name: "Leo Gil", role: "customer" },
  vic: { sub: "u-vic", name: "Vic Poe", role: "vendor" },
} as const;

/** A person's short name. */
export type Name = keyof typeof PEOPLE;

/** A real server on a free port, with SQLite in a folder of its own. */
export class ChatServer {
  url = "";
  #server: TicketwireServer | undefined;

  private constructor(
    readonly dataDir: string,
    private readonly ports: ServerOptions["ports"],
    private readonly settings: Readonly<Record<string, string>>,
    private readonly pages: Pick<ServerOptions, "consoleDir">,
  ) {}

  /** Starts on a free port; `settings` are an operator's, and there are no pages unless they are given. */
  static async start(
    ports: ServerOptions["ports"] = {},
    settings: Readonly<Record<string, string>> = {},
    pages: Pick<ServerOptions, "consoleDir"> = {},
  ): Promise<ChatServer> {
    const server = new ChatServer(await mkdtemp(join(tmpdir(), "ticketwire-e2e-")), ports, settings, pages);
    await server.open();
    return server;
  }

  /** Starts on the data that is there, on a port of its own. */
  async open(): Promise<void> {
    const env = {
      PORT: "0",
      HOST: "127.0.0.1",
      DATA_DIR: this.dataDir,
      JWT_SECRET: SECRET,
      RATE_LIMITS: "off",
      ...this.settings,
    };
    this.#server = await createServer({
      config: readConfig(env),
      log: createLogger({ level: "silent" }),
      ...(this.ports ? { ports: this.ports } : {}),
      ...this.pages,
    });
    ({ url: this.url } = await this.#server.listen());
  }

  /** Drains and stops; the data stays. */
  async stop(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  token(who: Name, ttl = "1h"): Promise<string> {
    return signToken(PEOPLE[who], SECRET, ttl);
  }

  /** Puts a ticket as the host application would. */
  async putTicket(ref: string, ticket: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.request("PUT", `/v1/tickets/${encodeURIComponent(ref)}`, ticket);
  }

  /** Puts a user as the host application would. */
  async putUser(ref: string, user: Readonly<Record<string, unknown>>): Promise<void> {
    await this.request("PUT", `/v1/users/${encodeURIComponent(ref)}`, user);
  }

  /** A REST request of the host application; rejects unless it succeeds. */
  async request<T>(method: string, path: string, body?: unknown): Promise<T> {
    const token = await signToken({ sub: "host", name: "Host", role: "service" }, SECRET, "1h");
    const answer = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }
}
