import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";

/** Every scanner finds this text: it is harmless, and made for trying them out. In two parts, so that this file is not found. */
export const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** What clamd calls it here. */
export const EICAR_NAME = "Eicar-Test-Signature";

const STARTS = 5;

/** What clamd says once it listens. */
const LISTENS = /^Self checking/;

/** Where distributions put daemons; not every user's PATH has it. */
const DAEMON_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"];

/** A real clamd on a free port, which knows one signature: that of `EICAR`. */
export class Clamd {
  #child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** Starts one, with these lines in its configuration besides what it needs. */
  static async start(settings: readonly string[] = []): Promise<Clamd> {
    const folder = await mkdtemp(join(tmpdir(), "ticketwire-clamd-"));
    await writeFile(
      join(folder, "test.ndb"),
      `${EICAR_NAME}:0:*:${Buffer.from(EICAR, "latin1").toString("hex")}\n`,
    );
    for (let attempt = 1; ; attempt += 1) {
      // Another process may take the port before clamd does.
      const clamd = new Clamd(folder, await freePort());
      await writeFile(join(folder, "clamd.conf"), clamd.#configuration(settings));
      try {
        await clamd.start();
        return clamd;
      } catch (failure) {
        if (attempt < STARTS) continue;
        await clamd.stop();
        throw failure;
      }
    }
  }

  get url(): string {
    return `tcp://127.0.0.1:${this.port}`;
  }

  /** Starts it again where it was. */
  async start(): Promise<void> {
    const args = ["--foreground", `--config-file=${join(this.folder, "clamd.conf")}`];
    const child = spawn(clamdPath(), args, { stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    let said = "";
    child.stderr.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    const ended = once(child, "exit").then(() => false);
    const listening = new Promise<boolean>((resolve) => {
      createInterface(child.stdout).on("line", (line) => {
        said += `${line}\n`;
        if (LISTENS.test(line)) resolve(true);
      });
    });
    if (!(await Promise.race([listening, ended]))) throw new Error(`clamd has ended:\n${said}`);
  }

  /** Kills it, as a lack of memory would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  #configuration(settings: readonly string[]): string {
    return [
      "Foreground yes",
      `DatabaseDirectory ${this.folder}`,
      `TemporaryDirectory ${this.folder}`,
      `TCPSocket ${this.port}`,
      "TCPAddr 127.0.0.1",
      ...settings,
      "",
    ].join("\n");
  }
}

function clamdPath(): string {
  const named = process.env.CLAMD_PATH;
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...DAEMON_FOLDERS];
  const found = named ? [named] : folders.map((folder) => join(folder, "clamd"));
  const path = found.find(isExecutable);
  if (path === undefined) throw new Error("no clamd found; `npm test` installs it, or says how");
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

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
