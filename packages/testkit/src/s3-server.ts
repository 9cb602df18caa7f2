import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Daemon } from "./daemon.js";
import { startOnFreePort } from "./free-port.js";

const PROGRAM = createRequire(import.meta.url).resolve("s3rver/bin/s3rver.js");
const LISTENS = /S3rver listening/;
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
  readonly #daemon = new Daemon("the S3 server", LISTENS);

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<S3Server> {
    const folder = await mkdtemp(join(tmpdir(), "ticketwire-s3-"));
    return startOnFreePort(async (port) => {
      const server = new S3Server(folder, port);
      await server.start();
      return server;
    });
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
  start(): Promise<void> {
    const where = ["--directory", this.folder, "--address", "127.0.0.1", "--port", `${this.port}`];
    const how = ["--silent", "--no-vhost-buckets", "--configure-bucket", BUCKET];
    return this.#daemon.start(process.execPath, [PROGRAM, ...where, ...how]);
  }

  /** Kills it in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.#daemon.end();
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
