import { setTimeout as pause } from "node:timers/promises";
import { RedisServer } from "./redis.js";

const NAME = "mymaster";
const SENTINELS = 3;
const QUORUM = 2;
/** As soon as makes sense, so that tests need not wait. */
const DEAD_AFTER_MS = 1000;
const FAILOVER_MS = 3000;
const PAUSE_MS = 50;

/** A real Redis with a replica, and sentinels that make the replica the master when the master dies. */
export class RedisSentinels {
  private constructor(
    readonly master: RedisServer,
    readonly replica: RedisServer,
    readonly sentinels: readonly RedisServer[],
  ) {}

  /** Starts all of them; resolves when every sentinel knows the replica and the other sentinels. */
  static async start(): Promise<RedisSentinels> {
    const master = await RedisServer.start();
    const replica = await RedisServer.start(["--replicaof", "127.0.0.1", `${master.port}`]);
    const lines = [
      `sentinel monitor ${NAME} 127.0.0.1 ${master.port} ${QUORUM}`,
      `sentinel down-after-milliseconds ${NAME} ${DEAD_AFTER_MS}`,
      `sentinel failover-timeout ${NAME} ${FAILOVER_MS}`,
    ];
    const sentinels: RedisServer[] = [];
    for (let n = 0; n < SENTINELS; n++) sentinels.push(await RedisServer.startSentinel(lines));
    const all = new RedisSentinels(master, replica, sentinels);
    await all.#meet();
    return all;
  }

  /** Where nodes find the master. */
  url(database: number): string {
    return `redis+sentinel://${this.sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/${NAME}/${database}`;
  }

  /** Has the sentinels make the replica the master while the master is well, as for maintenance. */
  async failOver(): Promise<void> {
    const said = await this.sentinels[0]?.say("SENTINEL", "FAILOVER", NAME);
    if (!said?.startsWith("+OK")) throw new Error(`the sentinel does not change masters: ${said}`);
  }

  async stop(): Promise<void> {
    await Promise.all([this.master, this.replica, ...this.sentinels].map((server) => server.stop()));
  }

  async #meet(): Promise<void> {
    for (const sentinel of this.sentinels) {
      while (!(await this.#knowsAll(sentinel))) await pause(PAUSE_MS);
    }
  }

  async #knowsAll(sentinel: RedisServer): Promise<boolean> {
    const said = await sentinel.say("INFO", "sentinel");
    return said.includes(`slaves=1,sentinels=${SENTINELS}`);
  }
}
