import { unavailable } from "../sql/unavailable.js";
import type { Connection } from "./connection.js";
import { Connections, type Urgency } from "./connections.js";
import { asChatError, isClash, isReadOnly } from "./failure.js";
import type { Lookout } from "./lookout.js";
import { openConnection } from "./open-connection.js";

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
  /** Who knows whether the database is there; without, whoever asks finds out. */
  readonly lookout?: Lookout;
}

const STATEMENT_TIMEOUT_MS = 30_000;
const TRIES = 4;

/** How long a connection may take to come to be, in ms. */
export const OPEN_WITHIN_MS = 3000;

const READING = "begin isolation level repeatable read read only";

/** Does work in a database, on as many connections as it has. */
export class Pool {
  readonly #connections: Connections;

  constructor(options: PoolOptions) {
    const { connections, waitMs, lookout, statementTimeoutMs = STATEMENT_TIMEOUT_MS } = options;
    const open = () => openConnection({ ...options, statementTimeoutMs, openWithinMs: OPEN_WITHIN_MS });
    this.#connections = new Connections({ open, most: connections, waitMs, lookout });
  }

  /** Runs one statement, which is a transaction of its own. */
  single<T>(work: (connection: Connection) => Promise<T>, urgency?: Urgency): Promise<T> {
    return this.#use(work, urgency);
  }

  /** Runs `work` in a transaction whose statements all see the state at the first of them. */
  async read<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.#connections.take();
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
        () => this.#connections.giveBack(connection),
        () => this.#giveUp(connection),
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
    return this.#connections.close();
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
  async #use<T>(work: (connection: Connection) => Promise<T>, urgency?: Urgency): Promise<T> {
    const connection = await this.#connections.take(urgency);
    try {
      const outcome = await work(connection);
      this.#connections.giveBack(connection);
      return outcome;
    } catch (failure) {
      // At a server that others write to by now it is of no more use to anybody.
      if (isReadOnly(failure)) this.#giveUp(connection);
      else this.#connections.giveBack(connection);
      throw isClash(failure) ? failure : asChatError(failure);
    }
  }

  #giveUp(connection: Connection): void {
    connection.cut();
    this.#connections.giveBack(connection);
  }
}
