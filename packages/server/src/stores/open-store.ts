import { join } from "node:path";
import type { Log, Store } from "@ticketwire/core";
import type { Config } from "../config/index.js";
import { openSqliteStore } from "./sqlite/index.js";

/** The file of a SQLite database in a data folder. */
export function databaseFile(dataDir: string): string {
  return join(dataDir, "ticketwire.db");
}

/** Opens the store that the operator has chosen, migrating it if need be. Rejects with a plain sentence. `log` hears when its database goes away and comes back. */
export async function openStore({ dataDir, databaseUrl }: Config, log?: Log): Promise<Store> {
  if (databaseUrl === undefined) return openSqliteStore({ file: databaseFile(dataDir) });
  // Loaded on demand: who stores in SQLite need not wait for the driver.
  const { openPostgresStore } = await import("./postgres/index.js");
  return openPostgresStore({ url: databaseUrl, log });
}
