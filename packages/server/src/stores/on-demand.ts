import type { Config } from "../config/index.js";
import type { LostFiles } from "./backup/lost-files.js";
import type { Restored } from "./backup/restored.js";
import type { SqliteRestoreOptions } from "./backup/sqlite-restore.js";
import type { CopiedCount } from "./copy/index.js";
import type { PostgresFindings } from "./postgres/inspect.js";

// Who stores in SQLite need not wait for the driver of PostgreSQL to load.

/** Copies one database into another one; see `copy/index.ts`. */
export async function copyDatabase(from: string, to: string): Promise<readonly CopiedCount[]> {
  const { copyDatabase } = await import("./copy/index.js");
  return copyDatabase(from, to);
}

/** Copies the SQLite database of a data folder to a file; see `backup/index.ts`. */
export async function backUpDatabase(dataDir: string, to: string): Promise<number> {
  const { backUpDatabase } = await import("./backup/index.js");
  return backUpDatabase(dataDir, to);
}

/** Makes a database of a backup one that servers may start on; see `backup/index.ts`. */
export async function restoreDatabase(config: Config, options: SqliteRestoreOptions): Promise<Restored> {
  const { restoreDatabase } = await import("./backup/index.js");
  return restoreDatabase(config, options);
}

/** Looks for the files that the database names; see `backup/lost-files.ts`. */
export async function findLostFiles(config: Config): Promise<LostFiles> {
  const { findLostFiles } = await import("./backup/lost-files.js");
  return findLostFiles(config);
}

/** Looks at a PostgreSQL database, also while servers use it. Rejects when it can't be reached. */
export async function inspectPostgres(url: string): Promise<PostgresFindings> {
  const { inspectPostgres } = await import("./postgres/inspect.js");
  return inspectPostgres(url);
}
