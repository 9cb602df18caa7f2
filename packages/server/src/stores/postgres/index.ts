import type { Store } from "@ticketwire/core";
import { migrate } from "./migrate.js";
import { Pool } from "./pool.js";
import { PostgresStore } from "./postgres-store.js";

/** Where a PostgreSQL store keeps everything, and for how long it waits. */
export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`, with the parameters libpq knows. */
  readonly url: string;
  /** How long a call waits for a connection, in ms, before it is `unavailable`. */
  readonly waitMs?: number | undefined;
  /** How long a write waits for a ticket that another transaction writes to, in ms, before it is `unavailable`. */
  readonly lockTimeoutMs?: number | undefined;
}

/** The most connections a server holds, by what they are for. */
const WRITING = 4;
const READING = 8;

const WAIT_MS = 2000;
const LOCK_TIMEOUT_MS = 5000;

/**
 * Opens a store in a PostgreSQL database, bringing its schema up to date. Rejects with a plain sentence when the
 * database is not ours, from a newer version, or not fit.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, waitMs = WAIT_MS, lockTimeoutMs = LOCK_TIMEOUT_MS } = options;
  await migrate(url);
  const store = new PostgresStore(
    new Pool({ url, connections: WRITING, waitMs, lockTimeoutMs }),
    new Pool({ url, connections: READING, waitMs, lockTimeoutMs }),
  );
  try {
    await store.ping();
  } catch (failure) {
    await store.close();
    throw failure;
  }
  return store;
}
