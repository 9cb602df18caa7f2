import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** As much as anybody reads of what a program said that did not start. */
const KEPT_CHARS = 10_000;

/** How often a program that does not say when it listens is asked, in ms. */
const ASK_EVERY_MS = 50;

/** A program that serves in the background of a test, and never outlives this process. */
export class Daemon {
  static readonly #running = new Set<ChildProcess>();
  #child: ChildProcess | undefined;

  static {
    process.once("exit", () => {
      for (const child of Daemon.#running) child.kill("SIGKILL");
    });
  }

  /** `listens` is what it says, on either output, once it does; or asks it, when it says nothing. */
  constructor(
    private readonly name: string,
    private readonly listens: RegExp | (() => Promise<boolean>),
  ) {}

  /** Resolves once it listens; rejects with what it said if it ends before. */
  async start(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<void> {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    Daemon.#running.add(child);
    let said = "";
    const ended = once(child, "exit").then(() => {
      Daemon.#running.delete(child);
      return false;
    });
    const { listens } = this;
    const listening = new Promise<boolean>((resolve) => {
      for (const output of [child.stdout, child.stderr]) {
        createInterface(output).on("line", (line) => {
          if (said.length < KEPT_CHARS) said += `${line}\n`;
          if (listens instanceof RegExp && listens.test(line)) resolve(true);
        });
      }
      if (listens instanceof RegExp) return;
      const ask = async (): Promise<void> => {
        if (await listens()) resolve(true);
        else if (Daemon.#running.has(child)) setTimeout(ask, ASK_EVERY_MS);
      };
      void ask();
    });
    if (!(await Promise.race([listening, ended]))) throw new Error(`${this.name} has ended:\n${said}`);
  }

  /** Stops it in its tracks: connections stay open, and nothing is answered. `resume` lets it go on. */
  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Ends it, by default as a lack of memory would, and resolves when it is gone. */
  async end(signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }
}
