import { type ChildProcess, execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants, existsSync, readdirSync, realpathSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";

const USER = "ticketwire";
const READY = /ready to accept connections/;
const STARTS = 50;
const PAUSE_MS = 100;

/** Folders that hold a folder for each version. */
const VERSIONED = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];
const VERSION_FOLDER = /^(postgresql@)?\d+$/;

/** It does not run as root: one of these takes over. */
const UNPRIVILEGED = ["postgres", "nobody"];

/** How a server is to treat what it stores. */
export interface PostgresOptions {
  /** Whether a commit reaches the disk; without, all of it is faster, and fine while nobody kills the machine. */
  readonly isDurable?: boolean;
  /** Settings as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A real PostgreSQL server on a free port, with a folder of its own. */
export class PostgresServer {
  #child: ChildProcess | undefined;
  #port: number | undefined;
  #databases = 0;

  private constructor(
    private readonly folder: string,
    private readonly options: PostgresOptions,
  ) {}

  static async start(options: PostgresOptions = {}): Promise<PostgresServer> {
    const folder = await mkdtemp(join(tmpdir(), "ticketwire-postgres-"));
    const { uid, gid } = runsAs();
    if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
    const server = new PostgresServer(folder, options);
    const args = ["-D", join(folder, "data"), "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync"];
    await promisify(execFile)(join(dirname(postgresPath()), "initdb"), [...args, "--locale=C"], {
      ...runsAs(),
      cwd: folder,
    });
    await server.start();
    process.once("exit", () => server.#child?.kill("SIGKILL"));
    return server;
  }

  /** The address of one of its databases. */
  url(database: string): string {
    return `postgres://${USER}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Makes a database, empty or like another one that nobody is connected to, and gives its address. */
  async createDatabase(like?: string): Promise<string> {
    this.#databases += 1;
    const name = `test_${this.#databases}`;
    const template = like === undefined ? "" : ` template ${new URL(like).pathname.slice(1)}`;
    await this.query(`create database ${name}${template}`);
    return this.url(name);
  }

  async dropDatabase(url: string): Promise<void> {
    await this.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`);
  }

  /** Runs SQL in one of its databases, as somebody beside the store would. Rows are arrays. */
  async query(sql: string, url = this.url("postgres")): Promise<readonly (readonly unknown[])[]> {
    const client = new pg.Client(url);
    await client.connect();
    try {
      const { rows } = await client.query({ text: sql, rowMode: "array" });
      return rows;
    } finally {
      await client.end();
    }
  }

  /** Runs a program that comes with the server, such as pg_dump, to its end. */
  async run(program: string, args: readonly string[]): Promise<void> {
    // Beside the server itself, which may have been found by a link.
    await promisify(execFile)(join(dirname(realpathSync(postgresPath())), program), [...args]);
  }

  /** Starts it again where it was. */
  async start(): Promise<void> {
    for (let tried = 1; ; tried++) {
      // Another process may take a free port before it does.
      const port = this.#port ?? (await freePort());
      const failure = await this.#tryStart(port);
      this.#port = failure === undefined ? port : this.#port;
      if (failure === undefined) return;
      // What a killed server leaves behind is in its way for a moment.
      if (tried === STARTS) throw new Error(`PostgreSQL does not start:\n${failure}`);
      await pause(PAUSE_MS);
    }
  }

  /** Kills it, as a lack of memory would. */
  kill(): Promise<void> {
    return this.#end("SIGKILL");
  }

  async stop(): Promise<void> {
    await this.#end("SIGQUIT");
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: PAUSE_MS });
  }

  /** Undefined once it is ready, or what it said before it ended. */
  async #tryStart(port: number): Promise<string | undefined> {
    const { isDurable = false, settings = {} } = this.options;
    const quick = isDurable ? {} : { fsync: "off", synchronous_commit: "on", full_page_writes: "off" };
    const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", shared_buffers: "32MB" };
    const child = spawn(
      postgresPath(),
      [
        ...["-D", join(this.folder, "data"), "-p", String(port)],
        ...Object.entries({ ...all, ...quick, ...settings }).flatMap(([name, value]) => [
          "-c",
          `${name}=${value}`,
        ]),
      ],
      { ...runsAs(), cwd: this.folder, stdio: ["ignore", "ignore", "pipe"] },
    );
    this.#child = child;
    let said = "";
    const ended = once(child, "exit").then(() => said || "it ended without a word");
    const ready = new Promise<undefined>((resolve) => {
      createInterface(child.stderr).on("line", (line) => {
        if (said.length < 10_000) said += `${line}\n`;
        if (READY.test(line)) resolve(undefined);
      });
    });
    return Promise.race([ready, ended]);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
}

function postgresPath(): string {
  const named = process.env.POSTGRES_PATH;
  const versions = VERSIONED.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => VERSION_FOLDER.test(name))
      .sort((a, b) => Number(b.replace(/\D/g, "")) - Number(a.replace(/\D/g, "")))
      .map((name) => join(folder, name, "bin")),
  );
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...versions];
  const found = named ? [named] : folders.map((folder) => join(folder, "postgres"));
  const path = found.find(isExecutable);
  if (path === undefined) throw new Error("no PostgreSQL found; `npm test` installs it, or says how");
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

/** Who it runs as: nobody else, unless this is root. */
function runsAs(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  for (const name of UNPRIVILEGED) {
    try {
      const idOf = (kind: string): number => Number(execFileSync("id", [kind, name], { stdio: "pipe" }));
      return { uid: idOf("-u"), gid: idOf("-g") };
    } catch {
      // There is no such user; perhaps the next.
    }
  }
  throw new Error(`PostgreSQL does not run as root, expected a user ${UNPRIVILEGED.join(" or ")}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
