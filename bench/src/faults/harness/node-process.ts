import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { on, once } from "node:events";
import { createServer } from "node:net";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../../../../apps/ticketwire/bin/ticketwire.js", import.meta.url));
const READY = /ready at http/;
const PATIENCE_MS = 30_000;
/** The most that is kept of what it says, in characters. */
const SAID = 20_000;

/** Ports that are given to no outgoing connection: one that is free for a moment is not taken before a node is back. */
const FIRST_PORT = 15_000;
const PORTS = 15_000;

/** One node: the real command as a process, on a port that it keeps when it is started again. */
export class NodeProcess {
  /** What it has said on standard error. */
  said = "";
  /** How it ended each time that nobody had ended it. */
  readonly deaths: string[] = [];
  #child: ChildProcess | undefined;
  #isMeant = false;

  constructor(
    readonly name: string,
    private readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
    private readonly preloads: readonly string[],
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get isAlive(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts it, and resolves when it is ready. */
  async start(): Promise<void> {
    const flags = this.preloads.flatMap((file) => ["--import", file]);
    const child = spawn(process.execPath, [...flags, COMMAND, "serve"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env.PATH, HOST: "127.0.0.1", PORT: String(this.port), ...this.env },
    });
    this.#child = child;
    this.#isMeant = false;
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.said = (this.said + text).slice(-SAID);
    });
    const endWithUs = (): boolean => child.kill("SIGKILL");
    process.once("exit", endWithUs);
    child.once("exit", (code, signal) => {
      process.off("exit", endWithUs);
      if (!this.#isMeant)
        this.deaths.push(`${this.name} ended with ${code ?? signal}: ${this.said.slice(-500)}`);
    });
    const ended = once(child, "exit").then(() => false);
    const late = new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref());
    if (!(await Promise.race([saysReady(child.stdout), ended, late])))
      throw new Error(`${this.name} did not become ready: ${this.said}`);
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** SIGTERM; resolves with the exit code when it is gone. */
  terminate(): Promise<number | NodeJS.Signals | null> {
    return this.#end("SIGTERM");
  }

  /** Says that its end is wanted, whoever brings it about, and resolves when it has come. */
  async expectEnd(): Promise<void> {
    this.#isMeant = true;
    if (this.#child && this.isAlive) await once(this.#child, "exit");
  }

  async #end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    const child = this.#child;
    if (!child || !this.isAlive) return null;
    this.#isMeant = true;
    const gone = once(child, "exit");
    child.kill(signal);
    const [code, by] = (await gone) as [number | null, NodeJS.Signals | null];
    return code ?? by;
  }
}

/** Resolves with true once it says so itself: on its port another process might answer. */
async function saysReady(stdout: Readable): Promise<true> {
  let said = "";
  for await (const [text] of on(stdout.setEncoding("utf8"), "data") as AsyncIterable<readonly string[]>) {
    said += text;
    if (READY.test(said)) break;
  }
  stdout.resume();
  return true;
}

/** A port that nobody listens on; no seed decides it, for two runs with the same one may go on at once. */
export async function nodePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + randomInt(PORTS);
    const probe = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once("error", () => resolve(false)).listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!isFree) continue;
    probe.close();
    await once(probe, "close");
    return port;
  }
}
