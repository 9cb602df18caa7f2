import { PostgresServer, Random, RedisServer } from "@ticketwire/testkit";
import { Cluster, type ClusterOptions } from "./cluster.js";

/** What a fault works with: a real PostgreSQL, a real Redis, chance that a seed decides, and clusters that end with it. */
export class Harness {
  readonly random: Random;
  readonly #clusters: Cluster[] = [];

  private constructor(
    readonly postgres: PostgresServer,
    readonly redis: RedisServer,
    seed: number,
    private readonly nextDatabase: () => number,
    /** Hears what is going on, one line each. */
    readonly tell: (line: string) => void,
  ) {
    this.random = new Random(seed);
  }

  /** Runs something in a harness of its own on services that all share. */
  static async with<T>(
    services: Services,
    seed: number,
    tell: (line: string) => void,
    run: (harness: Harness) => Promise<T>,
  ): Promise<T> {
    const harness = new Harness(services.postgres, services.redis, seed, services.nextDatabase, tell);
    try {
      return await run(harness);
    } finally {
      for (const cluster of harness.#clusters) await cluster.stop();
    }
  }

  /** Starts nodes on an empty database. */
  async cluster(options: ClusterOptions): Promise<Cluster> {
    const { postgres, redis, random } = this;
    const cluster = await Cluster.start(postgres, redis, this.nextDatabase(), random, options);
    this.#clusters.push(cluster);
    return cluster;
  }

  /** What has gone wrong by itself: see `Cluster.wrongs`. */
  get wrongs(): readonly string[] {
    return this.#clusters.flatMap(({ wrongs }) => wrongs);
  }
}

/** What all faults share. */
export interface Services {
  readonly postgres: PostgresServer;
  readonly redis: RedisServer;
  /** A number of a Redis database that nobody has had. */
  nextDatabase(): number;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL that stores for good, and a Redis. */
export async function startServices(): Promise<Services> {
  const [postgres, redis] = await Promise.all([
    PostgresServer.start({ isDurable: true, settings: { max_connections: "200" } }),
    RedisServer.start(),
  ]);
  let databases = 0;
  return {
    postgres,
    redis,
    nextDatabase: () => databases++,
    stop: async () => void (await Promise.all([postgres.stop(), redis.stop()])),
  };
}
