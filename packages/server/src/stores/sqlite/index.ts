import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Store } from "@ticketwire/core";
import { sqliteThreads } from "./threads.js";

/** Where a SQLite store keeps everything, and how it behaves when it can't write. */
export interface SqliteStoreOptions {
  /** The database file. It and its directory come to be when they are not there. */
  readonly file: string;
  /** How long a write waits for another process that writes, in ms, before it is `unavailable`. */
  readonly lockTimeoutMs?: number | undefined;
  /** The most bytes the database may grow to; past it, writes are `unavailable`. Unset: as the disk allows. */
  readonly maxBytes?: number | undefined;
}

const LOCK_TIMEOUT_MS = 5000;

/**
 * Opens a store in a SQLite file, bringing its schema up to date. Rejects with a plain sentence when the
 * file is not ours or from a newer version.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { lockTimeoutMs = LOCK_TIMEOUT_MS, maxBytes } = options;
  const file = resolve(options.file);
  await mkdir(dirname(file), { recursive: true });
  const { store, writer, reader } = sqliteThreads({ file, lockTimeoutMs, maxBytes });
  reader.start();
  try {
    // The writer first: it makes the tables that the reader's statements speak of.
    await writer.call("ping");
    await reader.call("ping");
  } catch (failure) {
    await store.close();
    throw failure;
  }
  return store;
}
