import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const PROGRAM = createRequire(import.meta.url).resolve("s3rver/bin/s3rver.js");
const LISTENS = /S3rver listening/;
const STARTS = 5;
const BUCKET = "ticketwire-files";

/** What an object's content is called on the disk of the server. */
const OBJECT = "._S3rver_object";

/** The only one whom the server knows, as the environment of Amazon's SDK says it. */
export const S3_CREDENTIALS: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "S3RVER",
  AWS_SECRET_ACCESS_KEY: "S3RVER",
};

/**
 * A server that speaks S3 and keeps its objects in a folder, in a process of its own on a free port. It wants requests
 * and links to be signed and links not to have expired, but does not recompute signatures of version 4.
 */
export class S3Server {
  #child: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<S3Server> {
    const folder = await mkdtemp(join(tmpdir(), "ticketwire-s3-"));
    for (let attempt = 1; ; attempt += 1) {
      // Another process may take the port before the server does.
      const server = new S3Server(folder, await freePort());
      try {
        await server.start();
        process.once("exit", () => server.#child?.kill("SIGKILL"));
        return server;
      } catch (failure) {
        if (attempt < STARTS) continue;
        await server.stop();
        throw failure;
      }
    }
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The bucket, with a prefix of one's own, as an operator would name it. */
  filesUrl(prefix: string, more = ""): string {
    return `s3://${BUCKET}/${prefix}?endpoint=${this.endpoint}${more}`;
  }

  /** What the objects below a prefix are called, without it. */
  async keys(prefix: string): Promise<readonly string[]> {
    const root = join(this.folder, BUCKET, prefix);
    const names = await readdir(root, { recursive: true }).catch(() => []);
    return names.filter((name) => name.endsWith(OBJECT)).map((name) => name.slice(0, -OBJECT.length));
  }

  /** Starts it again where it was, with what it had. */
  async start(): Promise<void> {
    const where = ["--directory", this.folder, "--address", "127.0.0.1", "--port", `${this.port}`];
    const child = spawn(
      process.execPath,
      [PROGRAM, ...where, "--silent", "--no-vhost-buckets", "--configure-bucket", BUCKET],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
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
    if (!(await Promise.race([listening, ended]))) throw new Error(`the S3 server has ended:\n${said}`);
  }

  /** Kills it in the middle of whatever it does. */
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
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}
