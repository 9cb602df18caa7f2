import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Resolves with what a promise gives, or rejects when it takes longer than `limitMs`. */
export async function within(limitMs, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took longer than ${limitMs / 1000} s`)), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A shell whose folder and variables last from one command to the next, as they do in a terminal. */
export class Shell {
  #folder;
  #state;
  #env;

  /** `folder` is where it starts, `scratch` a folder for its own files, `env` the variables of its commands. */
  constructor(folder, scratch, env) {
    this.#folder = folder;
    this.#state = join(scratch, "shell-state");
    this.#env = env;
  }

  /** Starts a command that ends by itself. */
  run(command) {
    return this.#start(`${command}\n{ export -p; printf 'cd %q\\n' "$PWD"; } >"${this.#state}"`);
  }

  /** Starts a command that serves until it is told to stop. */
  serve(command) {
    return this.#start(command);
  }

  #start(script) {
    const restore = existsSync(this.#state) ? `. "${this.#state}"\n` : "";
    const child = spawn("bash", ["-c", `set -aeuo pipefail\n${restore}${script}`], {
      cwd: this.#folder,
      env: this.#env,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own, so that all of it can be ended.
      detached: true,
    });
    return new Run(child);
  }
}

/** One command that runs, or has run. */
class Run {
  /** What it has printed so far, on both streams. */
  output = "";
  /** Its exit code, once it has ended. */
  ended;
  #child;

  constructor(child) {
    this.#child = child;
    this.ended = once(child, "close").then(([code, signal]) => code ?? signal);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk) => {
        this.output += chunk;
        child.emit("output");
      });
    }
  }

  /** Resolves once the output matches; rejects when the command ends before that. */
  async printed(pattern) {
    const early = this.ended.then((code) =>
      Promise.reject(new Error(`it exited with ${code} before it printed a URL`)),
    );
    early.catch(() => {});
    while (!pattern.test(this.output)) await Promise.race([once(this.#child, "output"), early]);
  }

  /** Sends SIGTERM to the server itself: npm and the shells around it do not all pass it on. */
  terminate() {
    for (const pid of innermost(this.#child.pid)) process.kill(pid, "SIGTERM");
  }

  /** Ends the command and all that it has started, at once. */
  kill() {
    try {
      process.kill(-this.#child.pid, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}

/** The processes below one that have none below themselves. */
function innermost(pid) {
  const pairs = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent) => {
    const children = pairs.filter(([, ppid]) => ppid === parent);
    return children.length === 0 ? [parent] : children.flatMap(([child]) => below(child));
  };
  return below(pid);
}
