import type { Store } from "@ticketwire/core";
import { type Config, openStore } from "@ticketwire/server";
import { openDataDir } from "./data-dir.js";
import { databaseSentence } from "./database.js";
import { CommandFailure } from "./failure.js";

/** Opens the store of this configuration, migrating it if need be, and closes it whatever happens. */
export async function withStore<T>(config: Config, use: (store: Store) => Promise<T>): Promise<T> {
  if (config.databaseUrl === undefined) await openDataDir(config.dataDir);
  let store: Store;
  try {
    store = await openStore(config);
  } catch (failure) {
    throw new CommandFailure(databaseSentence(config, failure), { cause: failure });
  }
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}
