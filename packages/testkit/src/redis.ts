import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";

/** What redis-server says once it listens, and what it says as a sentinel. */
const LISTENS = /Ready to accept connections|Sentinel ID is/;

const STARTS = 5;
const PAUSE_MS = 50;

/** Where package managers put daemons; not every user's PATH has it. */
const DAEMON_FOLDERS = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"];

/** A real redis-server on a free port, which keeps nothing on disk. */
export class RedisServer {
  static readonly #running = new Set<RedisServer>();
  #child: ChildProcess | undefined;

  static {
    process.once("exit", () => {
      for (const server of RedisServer.#running) server.#child?.kill("SIGKILL");
    });
  }

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
    for (let attempt = 1; ; attempt += 1) {
      // Another process may take the port before redis-server does.
      const server = new RedisServer(folder, await freePort(), settings, isSentinel);
      try {
        await server.start();
        RedisServer.#running.add(server);
        return server;
      } catch (failure) {
        if (attempt < STARTS) continue;
        await server.stop();
        throw failure;
      }
    }
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
    const child = spawn(redisPath(), args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    let said = "";
    child.stderr.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    const ended = once(child, "exit").then(() => false);
    const listening = new Promise<boolean>((resolve) => {
      createInterface(child.stdout).on("line", (line) => {
        said += `${line}\n`;
        if (LISTENS.test(line)) resolve(true);
      });
    });
    if (!(await Promise.race([listening, ended]))) throw new Error(`redis-server has ended:\n${said}`);
  }

  /** A sentinel keeps what it finds out in its configuration, and does not start without one. */
  async #writeConfig(): Promise<string> {
    const file = join(this.folder, "sentinel.conf");
    await writeFile(file, this.settings.join("\n"));
    return file;
  }

  /** Gives it a command, and gives the first piece of its answer. */
  async say(...words: readonly string[]): Promise<string> {
    const socket = connect(this.port, "127.0.0.1");
    try {
      socket.write(`${words.join(" ")}\r\n`);
      const [answer] = (await once(socket, "data")) as [Buffer];
      return answer.toString();
    } finally {
      socket.destroy();
    }
  }

  /** Stops it in its tracks: connections stay open, and nothing is answered. `resume` lets it go on. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Kills it, as a lack of memory would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    RedisServer.#running.delete(this);
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function redisPath(): string {
  const named = process.env.REDIS_SERVER_PATH;
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...DAEMON_FOLDERS];
  const found = named ? [named] : folders.map((folder) => join(folder, "redis-server"));
  const path = found.find(isExecutable);
  if (path === undefined) throw new Error("no redis-server found; `npm test` installs it, or says how");
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
