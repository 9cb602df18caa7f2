import pg from "pg";
import { unavailable } from "../sql/unavailable.js";
import { Connection } from "./connection.js";
import { asChatError, isClash, isReadOnly } from "./failure.js";

/** How many connections to hold at most, and how long to wait for what, in ms. */
export interface PoolOptions {
  readonly url: string;
  readonly connections: number;
  /** For a connection that is free. */
  readonly waitMs: number;
  /** For a lock that another transaction has. */
  readonly lockTimeoutMs: number;
  /** For a statement to be carried out; 0 for ever. */
  readonly statementTimeoutMs?: number;
}

const STATEMENT_TIMEOUT_MS = 30_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
/** A server that has gone away without a word is given up this much after it should have given up itself. */
const GRACE_MS = 5_000;
const IDLE_MS = 60_000;
const TRIES = 4;

const READING = "begin isolation level repeatable read read only";

/** Connections to a database. Whatever is lost is opened again when it is next needed. */
export class Pool {
  readonly #pool: pg.Pool;
  readonly #connections = new WeakMap<pg.PoolClient, Connection>();

  constructor(options: PoolOptions) {
    const { url, connections, waitMs, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options;
    this.#pool = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: waitMs,
      idleTimeoutMillis: IDLE_MS,
      query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + GRACE_MS,
      keepAlive: true,
      application_name: "ticketwire",
      pipeline: true,
      types: { getTypeParser },
      onConnect: async (client) => {
        // A connection may be lost while nobody uses it; who needs it next opens another. Unheard, it would end the process.
        client.on("error", () => undefined);
        await client.query(settingsFor(options));
      },
    });
    this.#pool.on("error", () => undefined);
  }

  /** Runs one statement, which is a transaction of its own. */
  single<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#use(work);
  }

  /** Runs `work` in a transaction whose statements all see the state at the first of them. */
  async read<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.#acquire();
    const connection = this.#connectionOf(client);
    // Neither end is waited for: nothing is written, so a transaction that fails at one does no harm.
    const begun = connection.exec(READING);
    begun.catch(() => undefined);
    try {
      const outcome = await work(connection);
      await begun;
      return outcome;
    } catch (failure) {
      throw asChatError(failure);
    } finally {
      connection.exec("commit").then(
        () => client.release(),
        () => client.release(true),
      );
    }
  }

  /** Runs `work` in a transaction, all of it or nothing, again when it clashes with another one. */
  async write<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    for (let tried = 1; ; tried++) {
      try {
        return await this.#use((connection) => this.#transact(connection, work));
      } catch (failure) {
        if (!isClash(failure) || tried === TRIES) throw asChatError(failure);
      }
    }
  }

  /** Lets go of everything. Nothing must be under way. */
  close(): Promise<void> {
    return this.#pool.end();
  }

  async #transact<T>(connection: Connection, work: (connection: Connection) => Promise<T>): Promise<T> {
    await connection.exec("begin isolation level read committed");
    let outcome: T;
    try {
      outcome = await work(connection);
    } catch (failure) {
      await connection.exec("rollback");
      throw failure;
    }
    // When the connection is lost here nobody knows whether the transaction is stored. It fails, and a client that sends
    // again under the same client id is told what was stored; without one it may have said the same twice.
    const ended = await connection.exec("commit");
    if (ended !== "COMMIT") throw unavailable("the store's database rolled back what it was to commit");
    return outcome;
  }

  /** What `work` throws comes out as it is when it clashed, otherwise as callers are to see it. */
  async #use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const client = await this.#acquire();
    try {
      const outcome = await work(this.#connectionOf(client));
      client.release();
      return outcome;
    } catch (failure) {
      // In the middle of something, or at a server that others write to by now, it is of no more use to anybody.
      client.release(client.getTransactionStatus() !== "I" || isReadOnly(failure));
      throw isClash(failure) ? failure : asChatError(failure);
    }
  }

  async #acquire(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (failure) {
      throw asChatError(failure);
    }
  }

  #connectionOf(client: pg.PoolClient): Connection {
    const known = this.#connections.get(client) ?? new Connection(client);
    this.#connections.set(client, known);
    return known;
  }
}

/** What each connection begins with. */
function settingsFor({ lockTimeoutMs, statementTimeoutMs = STATEMENT_TIMEOUT_MS }: PoolOptions): string {
  return `
    set statement_timeout = ${statementTimeoutMs};
    set lock_timeout = ${lockTimeoutMs};
    set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
    set default_transaction_isolation = 'read committed';
    -- Every query is made to walk an index. Statements are planned once, perhaps while the tables are all but empty and
    -- any other way looks as good, and are run when they are not.
    set plan_cache_mode = force_generic_plan;
    set enable_seqscan = off;
    set enable_bitmapscan = off;
    set enable_hashjoin = off;
    set enable_mergejoin = off;
    -- Joins go in the order in which they are written.
    set join_collapse_limit = 1;
    set jit = off;
    -- SPEC: acked means stored.
    select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;
}

/** Every integer of the schema is one that JavaScript has. */
function getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown {
  if (oid === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(oid, format as "text") as (text: string) => unknown;
}
