import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const BIN = fileURLToPath(new URL("../../bin/ticketwire.js", import.meta.url));
const READY = /ready at (http:\/\/\S+)/;

/** How to start the command. */
export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The largest file it may write, in KiB: what a full disk is to it. */
  readonly maxFileKib?: number;
  readonly cwd?: string;
}

/** The real command in a child process, and everything it has printed so far. */
export class RunningCommand {
  stdout = "";
  stderr = "";
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | NodeJS.Signals>;

  constructor(args: readonly string[], { env, maxFileKib, cwd }: StartOptions = {}) {
    const command = [process.execPath, BIN, ...args];
    const limited = [
      "sh",
      "-c",
      `trap '' XFSZ; ulimit -S -f ${(maxFileKib ?? 0) * 2}; exec "$@"`,
      "sh",
      ...command,
    ];
    const [program = "", ...rest] = maxFileKib === undefined ? command : limited;
    this.#child = spawn(program, rest, {
      cwd,
      env: { PATH: process.env.PATH, HOST: "127.0.0.1", PORT: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.#ended = once(this.#child, "close").then(([code, signal]) => (code ?? signal) as number);
  }

  /** Resolves with the address it prints once it is ready; rejects when it ends before. */
  async ready(): Promise<string> {
    const found = (): string | undefined => READY.exec(this.stdout)?.[1];
    const ended = this.#ended.then((code) => {
      throw new Error(`it ended with ${code}: ${this.stdout}${this.stderr}`);
    });
    // Whoever waits for readiness hears of the end; nobody else has to.
    ended.catch(() => undefined);
    while (found() === undefined)
      await Promise.race([once(this.#child.stdout ?? this.#child, "data"), ended]);
    return found() ?? "";
  }

  /** Resolves when standard error shows this. */
  async said(text: string): Promise<void> {
    while (!this.stderr.includes(text)) await once(this.#child.stderr ?? this.#child, "data");
  }

  /** Lets files grow again, as when somebody has made room on the disk. Linux only. */
  async makeRoom(): Promise<void> {
    await promisify(execFile)("prlimit", ["--fsize=unlimited:", `--pid=${this.#child.pid}`]);
  }

  /** How nice its event loop is to other threads, and how nice they are. Linux only. */
  async niceness(): Promise<{ readonly loop: number; readonly others: readonly number[] }> {
    const tasks = `/proc/${this.#child.pid}/task`;
    const niceOf = async (task: string): Promise<number> => {
      const stat = await readFile(`${tasks}/${task}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16]);
    };
    const others = (await readdir(tasks)).filter((task) => task !== `${this.#child.pid}`);
    return { loop: await niceOf(`${this.#child.pid}`), others: await Promise.all(others.map(niceOf)) };
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Resolves with the exit code, or the signal that ended it, when it is gone and all it printed has been read. */
  ended(): Promise<number | NodeJS.Signals> {
    return this.#ended;
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}
