import { execFile, execFileSync } from "node:child_process";
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { Daemon } from "./daemon.js";
import { freePort } from "./free-port.js";
import { programPath } from "./program.js";

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
  readonly #daemon = new Daemon("PostgreSQL", READY);
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
      try {
        await this.#startOn(port);
        this.#port = port;
        return;
      } catch (failure) {
        // What a killed server leaves behind is in its way for a moment.
        if (tried === STARTS) throw failure;
        await pause(PAUSE_MS);
      }
    }
  }

  /** Kills it, as a lack of memory would. */
  kill(): Promise<void> {
    return this.#daemon.end();
  }

  async stop(): Promise<void> {
    await this.#daemon.end("SIGQUIT");
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: PAUSE_MS });
  }

  #startOn(port: number): Promise<void> {
    const { isDurable = false, settings = {} } = this.options;
    const quick = isDurable ? {} : { fsync: "off", synchronous_commit: "on", full_page_writes: "off" };
    const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", shared_buffers: "32MB" };
    const set = Object.entries({ ...all, ...quick, ...settings });
    const args = [
      "-D",
      join(this.folder, "data"),
      "-p",
      `${port}`,
      ...set.flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ];
    return this.#daemon.start(postgresPath(), args, { ...runsAs(), cwd: this.folder });
  }
}

function postgresPath(): string {
  const versions = VERSIONED.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => VERSION_FOLDER.test(name))
      .sort((a, b) => Number(b.replace(/\D/g, "")) - Number(a.replace(/\D/g, "")))
      .map((name) => join(folder, name, "bin")),
  );
  return programPath("postgres", "POSTGRES_PATH", versions);
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
