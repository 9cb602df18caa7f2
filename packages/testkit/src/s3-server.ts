import { createHmac } from "node:crypto";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Daemon } from "./daemon.js";
import { freePort, startOnFreePort } from "./free-port.js";
import { programPath } from "./program.js";
import { PROXY_USER, type SwiftPlace, writeSwiftSettings } from "./swift-settings.js";

const BUCKET = "ticketwire-files";

/** The only one whom the server knows, as the environment of Amazon's SDK says it. */
export const S3_CREDENTIALS: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: PROXY_USER.name,
  AWS_SECRET_ACCESS_KEY: PROXY_USER.key,
};

/**
 * OpenStack Swift, speaking S3 on a free port: a store that others run in earnest, with all it consists of. It
 * recomputes signatures, of requests and of links.
 */
export class S3Server {
  readonly #proxy: Daemon;
  readonly #storage: readonly Daemon[];

  private constructor(private readonly place: SwiftPlace) {
    this.#proxy = daemonOn("Swift's proxy server", place.ports.proxy);
    this.#storage = [place.ports.account, place.ports.container, place.ports.object].map((port) =>
      daemonOn("a storage server of Swift", port),
    );
  }

  static async start(): Promise<S3Server> {
    const folder = await mkdtemp(join(tmpdir(), "ticketwire-s3-"));
    return startOnFreePort(async (proxy) => {
      const [account, container, object] = [await freePort(), await freePort(), await freePort()];
      const server = new S3Server({ folder, ports: { proxy, account, container, object } });
      await server.#open();
      return server;
    });
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.place.ports.proxy}`;
  }

  /** The bucket, with a prefix of one's own, as an operator would name it. */
  filesUrl(prefix: string, more = ""): string {
    return `s3://${BUCKET}/${prefix}?endpoint=${this.endpoint}${more}`;
  }

  /** What the objects below a prefix are called, without it. */
  async keys(prefix: string): Promise<readonly string[]> {
    const listed = await this.#ask("GET", `?prefix=${encodeURIComponent(`${prefix}/`)}`);
    return [...listed.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = ""]) => key.slice(prefix.length + 1));
  }

  /** Starts it again where it was, with what it had. */
  start(): Promise<void> {
    return this.#run(this.#proxy, "proxy");
  }

  /** Kills what answers, in the middle of whatever it does. */
  kill(): Promise<void> {
    return this.#proxy.end();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#proxy, ...this.#storage].map((daemon) => daemon.end()));
    await rm(this.place.folder, { recursive: true, force: true });
  }

  async #open(): Promise<void> {
    const [account, container, object] = this.#storage as [Daemon, Daemon, Daemon];
    await mkdir(join(this.place.folder, "devices", "disk"), { recursive: true });
    await writeSwiftSettings(this.place);
    const started = await Promise.allSettled([
      this.#run(account, "account"),
      this.#run(container, "container"),
      this.#run(object, "object"),
      this.start(),
    ]);
    const failed = started.find((outcome) => outcome.status === "rejected");
    if (failed) {
      await Promise.all([this.#proxy, ...this.#storage].map((daemon) => daemon.end()));
      throw failed.reason;
    }
    await this.#ask("PUT");
  }

  #run(daemon: Daemon, kind: keyof SwiftPlace["ports"]): Promise<void> {
    const program = programPath(`swift-${kind}-server`, `SWIFT_${kind.toUpperCase()}_SERVER_PATH`);
    return daemon.start(program, [join(this.place.folder, `${kind}.conf`)]);
  }

  /** Asks something of the bucket, signed by version 2, which needs no more than this. */
  async #ask(method: "GET" | "PUT", query = ""): Promise<string> {
    const date = new Date().toUTCString();
    const signature = createHmac("sha1", PROXY_USER.key)
      .update(`${method}\n\n\n${date}\n/${BUCKET}`)
      .digest("base64");
    const headers = { date, authorization: `AWS ${PROXY_USER.name}:${signature}` };
    const answer = await fetch(`${this.endpoint}/${BUCKET}${query}`, { method, headers });
    const content = await answer.text();
    if (!answer.ok) throw new Error(`Swift answered ${method} with ${answer.status}: ${content}`);
    return content;
  }
}

/** Swift says nothing when it listens, so it is asked. */
function daemonOn(name: string, port: number): Daemon {
  return new Daemon(name, () =>
    fetch(`http://127.0.0.1:${port}/healthcheck`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
}
