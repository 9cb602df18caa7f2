import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RunningCommand } from "./running-command.js";

/** `ticketwire serve --demo` as a process of its own, with a folder of its own. */
export class DemoServer {
  url = "";
  #command: RunningCommand | undefined;

  private constructor(
    private readonly dir: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** Starts on a free port, set up as an operator would by `env`. */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<DemoServer> {
    const server = new DemoServer(await mkdtemp(join(tmpdir(), "ticketwire-demo-")), env);
    await server.#serve("0");
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
    await this.#command?.kill();
  }

  /** Starts again on the same port and data. */
  async comeBack(): Promise<void> {
    await this.#serve(new URL(this.url).port);
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.dir, { recursive: true, force: true });
  }

  async #serve(port: string): Promise<void> {
    const env = { ...this.env, PORT: port, DATA_DIR: this.dir };
    this.#command = new RunningCommand(["serve", "--demo"], { env });
    this.url = await this.#command.ready();
  }
}
