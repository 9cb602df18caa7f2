import type { Log, Store } from "@ticketwire/core";
import { Lookout } from "./lookout.js";
import { migrate } from "./migrate.js";
import { openConnection } from "./open-connection.js";
import { OPEN_WITHIN_MS, Pool } from "./pool.js";
import { PostgresStore } from "./postgres-store.js";

/** Where a PostgreSQL store keeps everything, and for how long it waits. */
export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`, with the parameters libpq knows. */
  readonly url: string;
  /** How long a call waits for a connection, in ms, before it is `unavailable`. */
  readonly waitMs?: number | undefined;
  /** How long a write waits for a ticket that another transaction writes to, in ms, before it is `unavailable`. */
  readonly lockTimeoutMs?: number | undefined;
  /** Hears when the database goes away and comes back. */
  readonly log?: Log | undefined;
}

/** The most connections a server holds, by what they are for; and one to find out whether the database is there. */
const WRITING = 3;
const READING = 8;
const DIRECTORY = 1;

/** A little less than clients wait for an answer. While the database is away nobody waits. */
const WAIT_MS = 8000;
const LOCK_TIMEOUT_MS = 5000;

/**
 * Opens a store in a PostgreSQL database, bringing its schema up to date. Rejects with a plain sentence when the
 * database is not ours, from a newer version, or not fit.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, waitMs = WAIT_MS, lockTimeoutMs = LOCK_TIMEOUT_MS, log } = options;
  await migrate(url);
  const limits = { openWithinMs: OPEN_WITHIN_MS, lockTimeoutMs, statementTimeoutMs: OPEN_WITHIN_MS };
  const lookout = new Lookout(() => openConnection({ url, ...limits }), log);
  const pool = (connections: number) => new Pool({ url, connections, waitMs, lockTimeoutMs, lookout });
  const pools = { writes: pool(WRITING), reads: pool(READING), directory: pool(DIRECTORY) };
  const store = new PostgresStore(pools, lookout, waitMs);
  try {
    await store.ping();
  } catch (failure) {
    await store.close();
    throw failure;
  }
  return store;
}
