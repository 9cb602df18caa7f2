import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PostgresServer } from "@ticketwire/testkit";
import { pinnedNode } from "../pinning.js";
import type { Answers } from "./measured.js";

/** What tokens are signed with, in every run. */
export const SECRET = "a secret for this benchmark alone, long enough";

/** The servers there are, by what they are called in a table. */
const MODULES = {
  "hand-made, PostgreSQL": "../baselines/usual.js",
  "stock Socket.IO, nothing stored": "../baselines/stock.js",
  "plain ws, nothing stored": "../baselines/plain-ws.js",
  "Ticketwire, SQLite": "./ticketwire.js",
  "Ticketwire, PostgreSQL": "./ticketwire.js",
} as const;

export type Contender = keyof typeof MODULES;

/** What each of them is started with by who runs it: Ticketwire's own command says this to Node. */
const OWN_FLAGS: readonly string[] = ["--max-semi-space-size=32"];

/** What a server is started with. */
export interface Circumstances {
  /** How many tickets there are, `t-0`, `t-1`…; baselines make theirs when somebody joins. */
  readonly tickets: number;
  /** Needed by those that store in PostgreSQL: each gets a database of its own there. */
  readonly postgres?: PostgresServer | undefined;
  /** A folder that outlives the server; otherwise it gets one of its own. */
  readonly dataDir?: string | undefined;
  readonly flags?: readonly string[] | undefined;
}

/** A server in a process and on a core of its own, which says what it has used. */
export class MeasuredServer {
  private constructor(
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  static async start(contender: Contender, circumstances: Circumstances): Promise<MeasuredServer> {
    const { tickets, postgres, flags = [] } = circumstances;
    const dataDir = circumstances.dataDir ?? (await mkdtemp(join(tmpdir(), "ticketwire-bench-")));
    const forget = (): void => {
      if (circumstances.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    };
    // Also when a run fails.
    process.once("exit", forget);
    const database = contender.endsWith(", PostgreSQL") ? await postgres?.createDatabase() : undefined;
    const child = fork(new URL(MODULES[contender], import.meta.url), {
      ...pinnedNode([...(contender.startsWith("Ticketwire") ? OWN_FLAGS : []), ...flags]),
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        PATH: process.env.PATH,
        HOST: "127.0.0.1",
        PORT: "0",
        DATA_DIR: dataDir,
        JWT_SECRET: SECRET,
        RATE_LIMITS: "off",
        LOG_LEVEL: "error",
        BENCH_TICKETS: String(tickets),
        ...(database === undefined ? {} : { DATABASE_URL: database }),
      },
    });
    const said = await Promise.race([once(child, "message"), once(child, "exit")]);
    const { port } = (said[0] ?? {}) as { readonly port?: number };
    if (port === undefined) throw new Error(`${contender} did not start`);
    return new MeasuredServer(port, child, async () => {
      if (database !== undefined) await postgres?.dropDatabase(database);
      process.off("exit", forget);
      forget();
    });
  }

  /** Asks it what it has used. */
  async ask<Q extends keyof Answers>(question: Q): Promise<Answers[Q]> {
    this.child.send(question);
    const [answer] = (await once(this.child, "message")) as [Answers[Q]];
    return answer;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.disconnect();
    await gone;
    await this.cleanUp();
  }
}
