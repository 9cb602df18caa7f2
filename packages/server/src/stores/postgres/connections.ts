import { unavailable } from "../sql/unavailable.js";
import type { Connection } from "./connection.js";
import { asChatError } from "./failure.js";
import type { Lookout } from "./lookout.js";

/** How connections come to be, how many at most, and how long somebody waits for one. */
export interface ConnectionsOptions {
  readonly open: () => Promise<Connection>;
  readonly most: number;
  readonly waitMs: number;
  readonly lookout: Lookout | undefined;
}

/** How somebody waits who does not wait like everybody. */
export interface Urgency {
  /** Whether they are served before the others. */
  readonly isFirst?: boolean;
  readonly waitMs?: number;
}

interface Waiting {
  readonly take: (connection: Connection) => void;
  readonly fail: (failure: unknown) => void;
}

interface Idle {
  readonly connection: Connection;
  /** By `performance.now()`. */
  readonly since: number;
}

/** Who comes after so many would not have their turn in time. */
const MOST_WAITING = 10_000;

/**
 * The connections for one kind of work, and who waits for one: first come, first served. Nobody waits for a database
 * that is away. What is lost is opened again when it is next needed.
 */
export class Connections {
  readonly #open = new Set<Connection>();
  #idle: Idle[] = [];
  readonly #first = new Set<Waiting>();
  readonly #waiting = new Set<Waiting>();
  #opening = 0;
  #isClosed = false;

  constructor(private readonly options: ConnectionsOptions) {
    options.lookout?.watch(this);
  }

  /** Every connection, in use or not. */
  get all(): Iterable<Connection> {
    return this.#open;
  }

  /** A connection for one caller, who gives it back. Rejects with `unavailable`, at once when the database is away. */
  async take({ isFirst = false, waitMs = this.options.waitMs }: Urgency = {}): Promise<Connection> {
    const away = this.options.lookout?.away;
    if (away) {
      // Not in this turn of the event loop: who tries again at once would let nothing else happen.
      await new Promise(setImmediate);
      throw away;
    }
    if (this.#isClosed) throw unavailable("the store is closed");
    const idle = this.#waiting.size === 0 || isFirst ? this.#takeIdle() : undefined;
    return idle ?? this.#wait(isFirst ? this.#first : this.#waiting, waitMs);
  }

  giveBack(connection: Connection): void {
    if (connection.isSpent || this.#isClosed) this.drop(connection);
    else this.#idle.push({ connection, since: performance.now() });
    this.#serve();
  }

  /** Ends a connection at once. Whatever is under way on it fails. */
  drop(connection: Connection): void {
    this.#open.delete(connection);
    this.#idle = this.#idle.filter((idle) => idle.connection !== connection);
    connection.cut();
  }

  /** Ends at once those that nobody uses. */
  dropIdle(): void {
    for (const { connection } of this.#idle) this.drop(connection);
  }

  /** Ends all of them at once, and nobody waits any more. */
  dropAll(why: unknown): void {
    for (const connection of [...this.#open]) this.drop(connection);
    this.#refuse(why);
  }

  /** Lets go of those that nobody has used since this time, by `performance.now()`. */
  endUnused(since: number): void {
    for (const { connection } of this.#idle.filter((idle) => idle.since < since)) {
      this.#open.delete(connection);
      this.#idle = this.#idle.filter((idle) => idle.connection !== connection);
      void connection.end();
    }
  }

  /** Lets go of all of them. Nothing must be under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.options.lookout?.unwatch(this);
    this.#refuse(unavailable("the store is closed"));
    await Promise.all([...this.#open].map((connection) => connection.end()));
  }

  #wait(line: Set<Waiting>, waitMs: number): Promise<Connection> {
    if (line.size >= MOST_WAITING) throw unavailable("the store is busy");
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => waiting.fail(unavailable("the store is busy")), waitMs);
      const over = (): void => {
        clearTimeout(late);
        line.delete(waiting);
      };
      const waiting: Waiting = {
        take(connection) {
          over();
          resolve(connection);
        },
        fail(failure) {
          over();
          reject(failure);
        },
      };
      line.add(waiting);
      this.#serve();
    });
  }

  /** Gives what is free to who waits, and opens what may be open besides. */
  #serve(): void {
    for (let next = this.#next(); next; next = this.#next()) {
      const connection = this.#takeIdle();
      if (!connection) break;
      next.take(connection);
    }
    const waiting = this.#first.size + this.#waiting.size;
    while (this.#opening < waiting && this.#open.size + this.#opening < this.options.most) {
      this.#opening += 1;
      void this.#openOne();
    }
  }

  async #openOne(): Promise<void> {
    const begun = performance.now();
    try {
      const connection = await this.options.open();
      this.#opening -= 1;
      this.#open.add(connection);
      this.giveBack(connection);
    } catch (failure) {
      this.#opening -= 1;
      this.options.lookout?.notOpened(failure, begun);
      this.#next()?.fail(asChatError(failure));
      this.#serve();
    }
  }

  #takeIdle(): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop()?.connection;
      if (!connection?.isSpent) return connection;
      this.drop(connection);
    }
  }

  #next(): Waiting | undefined {
    const [next] = this.#first.size > 0 ? this.#first : this.#waiting;
    return next;
  }

  #refuse(why: unknown): void {
    for (const { fail } of [...this.#first, ...this.#waiting]) fail(why);
  }
}
