import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { signToken } from "@ticketwire/server";
import { FlakyProxy, type PostgresServer, Random, type RedisServer } from "@ticketwire/testkit";
import { type Counts, check, type Log } from "./check.js";
import { NodeProcess, nodePort } from "./node-process.js";
import { comesToHold, pause } from "./pause.js";
import { readLogs } from "./read-logs.js";
import { Talker } from "./talker.js";
import { wires } from "./wires/index.js";
import type { TicketName, Wire } from "./wires/wire.js";

const SECRET = "a secret for these runs alone, long enough for HS256";
const TOKEN_TTL = "8h";
const TOO_MUCH_WITHIN_MS = 100;
const PATIENCE_MS = 90_000;
const FIRST_TICKET = 7000;
const MOST_WAITING = 20;

/** What a fault may want of its nodes. */
export interface ClusterOptions {
  readonly nodes: number;
  readonly tickets: number;
  /** Modules that are loaded into a node before the command. */
  readonly preloads?: (index: number) => readonly string[];
  readonly env?: (index: number) => Readonly<Record<string, string>>;
}

/** Where people sit, and what they speak; without, on all tickets, at any node, in all dialects. */
export interface Seats {
  readonly tickets?: readonly TicketName[];
  readonly urls?: () => readonly string[];
  readonly wires?: readonly Wire[];
}

/** One node with its ways to the database and to Redis, which can be cut. */
export interface Node {
  readonly process: NodeProcess;
  readonly toDatabase: FlakyProxy;
  readonly toBus: FlakyProxy;
}

/** Nodes on a database of their own, tickets on it, and people who talk. */
export class Cluster {
  readonly nodes: Node[] = [];
  readonly tickets: readonly TicketName[];
  readonly talkers: Talker[] = [];
  readonly #failures: string[] = [];
  readonly #refs: string[] = [];

  private constructor(
    readonly databaseUrl: string,
    private readonly postgres: PostgresServer,
    private readonly random: Random,
    private readonly dataDir: string,
    count: number,
  ) {
    const number = (index: number) => FIRST_TICKET + index;
    this.tickets = Array.from({ length: count }, (_, index) => ({
      ref: String(number(index)),
      number: number(index),
    }));
  }

  /** Starts the nodes, one after the other as an operator would, and makes the tickets. */
  static async start(
    postgres: PostgresServer,
    redis: RedisServer,
    redisDatabase: number,
    random: Random,
    options: ClusterOptions,
  ): Promise<Cluster> {
    const dataDir = await mkdtemp(join(tmpdir(), "ticketwire-faults-"));
    const database = await postgres.createDatabase();
    const cluster = new Cluster(database, postgres, random, dataDir, options.tickets);
    try {
      for (let index = 0; index < options.nodes; index++) {
        const toDatabase = await FlakyProxy.start(() => database.replace("postgres:", "http:"));
        const toBus = await FlakyProxy.start(() => redis.url.replace("redis:", "http:"));
        const env = {
          DATA_DIR: dataDir,
          DATABASE_URL: throughProxy(database, toDatabase),
          REDIS_URL: `${throughProxy(redis.url, toBus)}/${redisDatabase}`,
          JWT_SECRET: SECRET,
          RATE_LIMITS: "off",
          LOG_LEVEL: "warn",
          ...options.env?.(index),
        };
        const preloads = options.preloads?.(index) ?? [];
        const process = new NodeProcess(`node ${index + 1}`, await nodePort(), env, preloads);
        cluster.nodes.push({ process, toDatabase, toBus });
        await process.start();
      }
      for (const { ref, number } of cluster.tickets) {
        await cluster.put(`/v1/tickets/${ref}`, { number, subject: "Order delayed" });
      }
      return cluster;
    } catch (failure) {
      await cluster.stop();
      throw failure;
    }
  }

  /** The addresses of all nodes, dead ones among them. */
  readonly urls = (): readonly string[] => this.nodes.map(({ process }) => process.url);

  /** The node with this address. */
  nodeAt(url: string): Node {
    const node = this.nodes.find(({ process }) => process.url === url);
    if (!node) throw new Error(`no node at ${url}`);
    return node;
  }

  /** A token of an admin, who may see every ticket in every dialect. */
  token(ref: string, claims: Readonly<Record<string, unknown>> = {}, ttl = TOKEN_TTL): Promise<string> {
    return signToken({ sub: ref, name: `Name of ${ref}`, role: "admin", ...claims }, SECRET, ttl);
  }

  /** Puts something as the host application would, by the first node that takes it. */
  async put(path: string, body: unknown, url = this.urls()[0] ?? ""): Promise<void> {
    const answer = await fetch(url + path, {
      method: "PUT",
      headers: { authorization: `Bearer ${await this.token("host")}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`PUT ${path}: ${answer.status} ${await answer.text()}`);
  }

  /** People who speak all the dialects in turn, each on all these tickets, live when it resolves. */
  async seat(count: number, seats: Seats = {}): Promise<readonly Talker[]> {
    const { wires: spoken = wires } = seats;
    const names = Array.from({ length: count }, (_, index) => {
      const wire = spoken[index % spoken.length];
      if (!wire) throw new Error("no dialect to speak");
      return { name: `${wire.dialect}-${this.#refs.length + index}`, wire };
    });
    return this.#sit(names, seats);
  }

  /** The same person so many times, each with a connection of its own. */
  async seatTabs(
    count: number,
    seats: Seats & { readonly wires: readonly [Wire] },
  ): Promise<readonly Talker[]> {
    const [wire] = seats.wires;
    const name = `${wire.dialect}-${this.#refs.length}`;
    return this.#sit(
      Array.from({ length: count }, () => ({ name, wire })),
      seats,
    );
  }

  async #sit(
    people: readonly { readonly name: string; readonly wire: Wire }[],
    { tickets = this.tickets, urls = this.urls }: Seats,
  ): Promise<readonly Talker[]> {
    this.#refs.push(...new Set(people.map(({ name }) => `u-${name}`)));
    // One dialect lets in nobody who is not listed, whatever their role.
    for (const { ref } of tickets) await this.put(`/v1/tickets/${ref}`, { participants: this.#refs });
    const seated: Talker[] = [];
    for (const { name, wire } of people) {
      const token = await this.token(`u-${name}`);
      const random = new Random(this.random.below(2 ** 31));
      seated.push(new Talker({ name, token, wire, tickets, urls, random }));
    }
    this.talkers.push(...seated);
    await Promise.all(seated.map((talker) => talker.live()));
    return seated;
  }

  /**
   * Has people say something so many times a second in all, in turn, on a ticket at random, until it is called off. Who still
   * waits for many answers says nothing: on a machine that can't keep up all would only wait longer.
   */
  keepTalking(perSecond: number, talkers: readonly Talker[] = this.talkers): () => number {
    const startedAt = performance.now();
    let [turn, said] = [0, 0];
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startedAt) * perSecond) / 1000);
      for (; turn < due; turn++) {
        const talker = talkers[turn % talkers.length];
        if (!talker || talker.waiting >= MOST_WAITING) continue;
        this.say(talker);
        said += 1;
      }
    }, 10);
    return () => {
      clearInterval(timer);
      return said;
    };
  }

  #said = 0;

  /** Has somebody say something new, with these words in it, and gives back its text. */
  say(talker: Talker, ticket: TicketName = this.random.pick(talker.options.tickets), words = ""): string {
    this.#said += 1;
    const key = `${talker.name} ${String(this.#said).padStart(7, "0")}${words && ` ${words}`}`;
    talker.say(ticket, key);
    return key;
  }

  /**
   * Resolves when everything is acknowledged, everybody is live, and has been shown as many messages as there are. When that does
   * not come to be in time, the run has failed.
   */
  async settled(patienceMs = PATIENCE_MS): Promise<void> {
    const areDone = () => this.talkers.every(({ waiting, isLive }) => waiting === 0 && isLive);
    const areAcked = await comesToHold(areDone, patienceMs);
    const logs = await this.logs();
    const areWhole = () =>
      this.talkers.every((talker) =>
        [...talker.shown].every(([ref, shown]) => shown.length >= (logs.get(ref)?.messages.length ?? 0)),
      );
    if (!areAcked || !(await comesToHold(areWhole, patienceMs))) this.#tellUnsettled(patienceMs);
    // What comes now is too much.
    await pause(TOO_MUCH_WITHIN_MS);
  }

  #tellUnsettled(patienceMs: number): void {
    const waiting = this.talkers.reduce((sum, talker) => sum + talker.waiting, 0);
    const away = this.talkers.filter(({ isLive }) => !isLive).length;
    this.#failures.push(
      `after ${patienceMs} ms: ${waiting} messages not acknowledged, ${away} people not connected, or some not told everything`,
    );
  }

  /**
   * The longest it took from an acknowledgement until somebody else was shown the message, in ms; of all that was acknowledged
   * from `from` on, by performance.now(), among those who have not come back since.
   */
  longestDeliveryMs(from = 0): number {
    const ackedAt = new Map(
      this.talkers.flatMap(({ acked }) => acked.map((one) => [one.key, one.ackedAt] as const)),
    );
    const times = this.talkers
      .filter(({ losses }) => losses.every(({ at }) => at < from))
      .flatMap(({ shown }) => [...shown.values()].flat())
      .flatMap(({ text, at }) => {
        const acked = ackedAt.get(text);
        return acked !== undefined && acked >= from ? [at - acked] : [];
      });
    return times.reduce((longest, ms) => Math.max(longest, ms), 0);
  }

  /** Ends all talk, and compares what everybody has been told with the store. */
  async counts(): Promise<Counts> {
    for (const talker of this.talkers) talker.close();
    return check(this.talkers, await this.logs());
  }

  /** The logs of all tickets, asked of the database itself. */
  logs(): Promise<ReadonlyMap<string, Log>> {
    return readLogs(this.tickets, (query) => this.sql(query));
  }

  sql(query: string): Promise<readonly (readonly unknown[])[]> {
    return this.postgres.query(query, this.databaseUrl);
  }

  /** What has gone wrong by itself: how nodes ended that nobody had ended, and what did not come to be. */
  get wrongs(): readonly string[] {
    return [...this.nodes.flatMap(({ process }) => process.deaths), ...this.#failures];
  }

  async stop(): Promise<void> {
    for (const talker of this.talkers) talker.close();
    await Promise.all(
      this.nodes.map(async ({ process, toDatabase, toBus }) => {
        await process.kill();
        await Promise.all([toDatabase.close(), toBus.close()]);
      }),
    );
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

function throughProxy(url: string, proxy: FlakyProxy): string {
  const through = new URL(url);
  through.port = new URL(proxy.url).port;
  return through.href.replace(/\/$/, "");
}
