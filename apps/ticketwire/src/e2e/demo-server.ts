import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../main.js", import.meta.url));
const ADDRESS = /https?:\/\/[^\s"]+/;

/** `ticketwire serve --demo` as a process of its own, with a folder of its own. */
export class DemoServer {
  url = "";
  #process: ChildProcess | undefined;

  private constructor(private readonly dataDir: string) {}

  /** Starts on a free port. */
  static async start(): Promise<DemoServer> {
    const server = new DemoServer(await mkdtemp(join(tmpdir(), "ticketwire-demo-")));
    await server.#spawn("0");
    return server;
  }

  /** A token as one of the demo's people. */
  async token(as: string): Promise<string> {
    const answer = await fetch(`${this.url}/demo/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ as }),
    });
    return ((await answer.json()) as { readonly token: string }).token;
  }

  /** Ends at once, as a power cut would. */
  async kill(): Promise<void> {
    const running = this.#process;
    if (!running) return;
    this.#process = undefined;
    const exited = once(running, "exit");
    running.kill("SIGKILL");
    await exited;
  }

  /** Starts again on the same port and data. */
  async comeBack(): Promise<void> {
    await this.#spawn(new URL(this.url).port);
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async #spawn(port: string): Promise<void> {
    const started = spawn(process.execPath, [MAIN, "serve", "--demo"], {
      env: { PATH: process.env.PATH, PORT: port, HOST: "127.0.0.1", DATA_DIR: this.dataDir },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = started;
    this.url = await addressFrom(started);
  }
}

/** The address the process prints once it listens. Rejects with what else it said if it ends first. */
async function addressFrom(started: ChildProcess): Promise<string> {
  if (!started.stdout || !started.stderr) throw new Error("the process has no output to read");
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    for (const stream of [started.stdout, started.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        const [address] = ADDRESS.exec(line) ?? [];
        if (address !== undefined) resolve(address.replace(/\/$/, ""));
      });
    }
    started.on("exit", (code) => reject(new Error(`ended with ${code}:\n${said.join("\n")}`)));
  });
}
