import type { Log } from "@ticketwire/core";
import { type Connection, statement } from "./connection.js";
import type { Connections } from "./connections.js";
import { asChatError, isUnreachable } from "./failure.js";

/** How often connections are looked at, and a database that is away is looked for, in ms. */
const LOOK_EVERY_MS = 500;

/** How long an answer may take before the database is asked by another connection whether it is there, in ms. */
const SILENT_MS = 2000;

/** How long that may take, once the connection is open, in ms. */
const ANSWER_WITHIN_MS = 2000;

/** A connection that nobody has used for so long is let go of, in ms. */
const UNUSED_MS = 60_000;

const WORKING = statement(
  "select pid from pg_stat_activity where pid = any($1::int[]) and (state is null or state not like 'idle%')",
);

/**
 * Knows whether a database is there. A network may lose what is said without a word, so whoever waits long for an
 * answer has another connection opened: when that is not to be had, the database is away, and everything under way
 * fails. When it is, the database says at which of its ends nothing is under way: these lines are dead.
 */
export class Lookout {
  #away: unknown;
  #isLooking = false;
  readonly #watched = new Set<Connections>();
  /** Connections that seemed dead at the last look, and when they had been heard last. */
  #doubted: ReadonlyMap<Connection, number> = new Map();
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly open: () => Promise<Connection>,
    private readonly log: Log | undefined,
  ) {
    this.#timer = setInterval(() => this.#tick(), LOOK_EVERY_MS).unref();
  }

  /** What to refuse callers with while the database is away; undefined while it is not known to be. */
  get away(): unknown {
    return this.#away;
  }

  watch(connections: Connections): void {
    this.#watched.add(connections);
  }

  unwatch(connections: Connections): void {
    this.#watched.delete(connections);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** A connection that was begun at this time has not come to be. */
  notOpened(failure: unknown, begun: number): void {
    if (!isUnreachable(failure)) this.#isHere();
    else if (!this.#away && !this.#all().some(({ heardAt }) => heardAt > begun)) this.#isAway(failure);
  }

  #tick(): void {
    const now = performance.now();
    for (const connections of this.#watched) connections.endUnused(now - UNUSED_MS);
    if (this.#away || this.#silent(now).length > 0) void this.#look();
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return;
    this.#isLooking = true;
    const begun = performance.now();
    try {
      const probe = await this.open();
      const late = setTimeout(() => probe.cut(), ANSWER_WITHIN_MS);
      try {
        const silent = this.#silent(begun);
        const rows = await probe.rows<[number]>(WORKING, [silent.map(({ process }) => process)]);
        const working = new Set(rows.flat());
        this.#isHere();
        this.#cutDead(silent.filter(({ process }) => !working.has(process)));
      } finally {
        clearTimeout(late);
        void probe.end();
      }
    } catch (failure) {
      this.notOpened(failure, begun);
    } finally {
      this.#isLooking = false;
    }
  }

  /** What an end has just said may be on its way: a line is dead when nothing has come of it by the next look. */
  #cutDead(idle: readonly Connection[]): void {
    const dead = idle.filter((connection) => this.#doubted.get(connection) === connection.heardAt);
    this.#doubted = new Map(idle.map((connection) => [connection, connection.heardAt]));
    if (dead.length === 0) return;
    this.log?.warn({ connections: dead.length }, "connections to the database have died without a word");
    for (const connection of dead) connection.cut();
    // The others that went the same way may be as dead.
    for (const connections of this.#watched) connections.dropIdle();
  }

  #isAway(failure: unknown): void {
    this.#away = asChatError(failure);
    this.log?.warn({ err: failure }, "the database is away, nothing is stored until it is back");
    for (const connections of this.#watched) connections.dropAll(this.#away);
  }

  #isHere(): void {
    if (!this.#away) return;
    this.#away = undefined;
    this.log?.warn({}, "the database answers again");
  }

  #silent(now: number): readonly Connection[] {
    return this.#all().filter(
      ({ silentSince }) => silentSince !== undefined && now - silentSince >= SILENT_MS,
    );
  }

  #all(): readonly Connection[] {
    return [...this.#watched].flatMap((connections) => [...connections.all]);
  }
}
