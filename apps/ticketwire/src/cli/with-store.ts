import { join } from "node:path";
import type { Store } from "@ticketwire/core";
import { type Config, openSqliteStore } from "@ticketwire/server";
import { dataDirSentence, openDataDir } from "./data-dir.js";
import { CommandFailure } from "./failure.js";

/** The database's file in a data folder. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, "ticketwire.db");
}

/** Opens the store of this configuration, migrating it if need be, and closes it whatever happens. */
export async function withStore<T>({ dataDir }: Config, use: (store: Store) => Promise<T>): Promise<T> {
  await openDataDir(dataDir);
  let store: Store;
  try {
    store = await openSqliteStore({ file: databaseFile(dataDir) });
  } catch (failure) {
    throw new CommandFailure(dataDirSentence(dataDir, failure), { cause: failure });
  }
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
