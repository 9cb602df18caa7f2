import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@ticketwire/testkit";

const COMMAND = fileURLToPath(new URL("../../apps/ticketwire/bin/ticketwire.js", import.meta.url));
const POLL_MS = 5;
const PATIENCE_MS = 20_000;

/** The real command as a child process, on a port and a data folder of its own that outlive a kill. */
export class ServerProcess {
  #child: ChildProcess | undefined;

  private constructor(
    readonly url: string,
    readonly dataDir: string,
    readonly secret: string,
    private readonly port: number,
  ) {}

  static async prepare(): Promise<ServerProcess> {
    const port = await freePort();
    const dataDir = await mkdtemp(join(tmpdir(), "ticketwire-bench-"));
    return new ServerProcess(
      `http://127.0.0.1:${port}`,
      dataDir,
      "a secret for this run alone, long enough",
      port,
    );
  }

  get databaseFile(): string {
    return join(this.dataDir, "ticketwire.db");
  }

  /** Starts it and resolves at the first 200 of /readyz. */
  async start(): Promise<void> {
    this.#child = spawn(process.execPath, [COMMAND, "serve"], {
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        PORT: String(this.port),
        HOST: "127.0.0.1",
        DATA_DIR: this.dataDir,
        JWT_SECRET: this.secret,
        RATE_LIMITS: "off",
        LOG_LEVEL: "error",
      },
    });
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await this.#isReady())) {
      if (Date.now() > deadline || this.#child.exitCode !== null)
        throw new Error("the server did not become ready");
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  /** SIGKILL; resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  async cleanUp(): Promise<void> {
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/readyz`)).ok;
    } catch {
      return false;
    }
  }
}
