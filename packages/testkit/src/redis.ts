import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Daemon } from "./daemon.js";
import { startOnFreePort } from "./free-port.js";
import { programPath } from "./program.js";

/** What redis-server says once it listens, and what it says as a sentinel. */
const LISTENS = /Ready to accept connections|Sentinel ID is/;

const PAUSE_MS = 50;

/** A real redis-server on a free port, which keeps nothing on disk. */
export class RedisServer {
  readonly #daemon = new Daemon("redis-server", LISTENS);

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly settings: readonly string[],
    private readonly isSentinel: boolean,
  ) {}

  /** Starts one, with these arguments besides those it needs. */
  static start(settings: readonly string[] = []): Promise<RedisServer> {
    return RedisServer.#startAny(settings, false);
  }

  /** Starts a sentinel, with these lines of configuration. */
  static startSentinel(lines: readonly string[]): Promise<RedisServer> {
    return RedisServer.#startAny(lines, true);
  }

  static async #startAny(settings: readonly string[], isSentinel: boolean): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), "ticketwire-redis-"));
    return startOnFreePort(async (port) => {
      const server = new RedisServer(folder, port, settings, isSentinel);
      await server.start();
      return server;
    });
  }

  /** Starts a cluster that has this one server. */
  static async startCluster(): Promise<RedisServer> {
    const server = await RedisServer.start([
      "--cluster-enabled",
      "yes",
      "--cluster-announce-ip",
      "127.0.0.1",
    ]);
    const said = await server.say("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
    if (!said.startsWith("+OK")) throw new Error(`redis-server makes no cluster: ${said}`);
    while (!(await server.say("CLUSTER", "INFO")).includes("cluster_state:ok")) await pause(PAUSE_MS);
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it again where it was, empty. */
  async start(): Promise<void> {
    const place = ["--port", `${this.port}`, "--bind", "127.0.0.1", "--dir", this.folder];
    const args = this.isSentinel
      ? [await this.#writeConfig(), "--sentinel", ...place]
      : [...place, "--save", "", "--appendonly", "no", ...this.settings];
    await this.#daemon.start(programPath("redis-server", "REDIS_SERVER_PATH"), args);
  }

  /** A sentinel keeps what it finds out in its configuration, and does not start without one. */
  async #writeConfig(): Promise<string> {
    const file = join(this.folder, "sentinel.conf");
    await writeFile(file, this.settings.join("\n"));
    return file;
  }

  /** Gives it a command, and gives the first piece of its answer. A server that changes its role hangs up on who asks. */
  async say(...words: readonly string[]): Promise<string> {
    const socket = connect(this.port, "127.0.0.1");
    const hungUp = once(socket, "close").then(() => {
      throw new Error(`redis-server hung up instead of answering ${words.join(" ")}`);
    });
    try {
      socket.write(`${words.join(" ")}\r\n`);
      const [answer] = await Promise.race<[Buffer]>([once(socket, "data") as Promise<[Buffer]>, hungUp]);
      return answer.toString();
    } finally {
      socket.destroy();
    }
  }

  /** Stops it in its tracks: connections stay open, and nothing is answered. `resume` lets it go on. */
  pause(): void {
    this.#daemon.pause();
  }

  resume(): void {
    this.#daemon.resume();
  }

  /** Kills it, as a lack of memory would. */
  kill(): Promise<void> {
    return this.#daemon.end();
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
