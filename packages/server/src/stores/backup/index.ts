import { resolve } from "node:path";
import type { Config } from "../../config/index.js";
import { databaseFile } from "../open-store.js";
import type { Restored } from "./restored.js";
import { copySqlite } from "./sqlite-copy.js";
import { restoreSqlite, type SqliteRestoreOptions } from "./sqlite-restore.js";

/** Copies the SQLite database of a data folder to a file, also while a server writes to it; resolves with its size in bytes. */
export function backUpDatabase(dataDir: string, to: string): Promise<number> {
  return copySqlite(databaseFile(dataDir), resolve(to));
}

/**
 * Makes a database of a backup one that servers may start on: logs of their own, that no position from before fits,
 * and numbers that nobody has had (SPEC: S15). Run again it does the same again. Rejects with a plain sentence, and
 * changes nothing, when that can't be done or servers run on the database.
 */
export async function restoreDatabase(
  { dataDir, databaseUrl }: Pick<Config, "dataDir" | "databaseUrl">,
  options: SqliteRestoreOptions,
): Promise<Restored> {
  if (databaseUrl === undefined) return restoreSqlite(resolve(databaseFile(dataDir)), options);
  const { restorePostgres } = await import("./postgres-restore.js");
  return restorePostgres(databaseUrl, options);
}
