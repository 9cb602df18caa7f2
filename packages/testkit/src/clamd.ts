import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Daemon } from "./daemon.js";
import { startOnFreePort } from "./free-port.js";
import { programPath } from "./program.js";

/** Every scanner finds this text: it is harmless, and made for trying them out. In two parts, so that this file is not found. */
export const EICAR = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join("");

/** What clamd calls it here. */
export const EICAR_NAME = "Eicar-Test-Signature";

/** What clamd says once it listens. */
const LISTENS = /^Self checking/;

/** A real clamd on a free port, which knows one signature: that of `EICAR`. */
export class Clamd {
  readonly #daemon = new Daemon("clamd", LISTENS);

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
    return startOnFreePort(async (port) => {
      const clamd = new Clamd(folder, port);
      await writeFile(join(folder, "clamd.conf"), clamd.#configuration(settings));
      await clamd.start();
      return clamd;
    });
  }

  get url(): string {
    return `tcp://127.0.0.1:${this.port}`;
  }

  /** Starts it again where it was. */
  start(): Promise<void> {
    const args = ["--foreground", `--config-file=${join(this.folder, "clamd.conf")}`];
    return this.#daemon.start(programPath("clamd", "CLAMD_PATH"), args);
  }

  /** Kills it, as a lack of memory would. */
  kill(): Promise<void> {
    return this.#daemon.end();
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
