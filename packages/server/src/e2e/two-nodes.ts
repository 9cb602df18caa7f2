import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NativeDesk } from "./native-desk.js";

/** Two servers on one database and one Redis, and the people who connect to either. */
export class TwoNodes {
  private constructor(
    private readonly dataDir: string,
    readonly here: NativeDesk,
    readonly there: NativeDesk,
  ) {}

  /** `redisUrl` is where they meet; `env` is for both. */
  static async start(redisUrl: string, env: Readonly<Record<string, string>> = {}): Promise<TwoNodes> {
    const dataDir = await mkdtemp(join(tmpdir(), "ticketwire-nodes-"));
    const options = { dataDir, env: { REDIS_URL: redisUrl, ...env } };
    const here = await NativeDesk.start(options);
    const nodes = new TwoNodes(dataDir, here, await NativeDesk.start(options));
    await nodes.untilBus("here");
    return nodes;
  }

  /** Resolves when both nodes say of the bus that it is here, or away. */
  async untilBus(where: "here" | "away"): Promise<void> {
    for (const { server } of [this.here, this.there]) {
      for (;;) {
        const response = await fetch(`${server.url}/readyz`);
        const said = (await response.json()) as { readonly status: string; readonly bus?: string };
        if (response.status !== 200 || said.status !== "ready") throw new Error(JSON.stringify(said));
        if ((said.bus ?? "here") === where) break;
      }
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.here.close(), this.there.close()]);
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
