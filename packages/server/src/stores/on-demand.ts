import type { CopiedCount } from "./copy/index.js";
import type { PostgresFindings } from "./postgres/inspect.js";

// Who stores in SQLite need not wait for the driver of PostgreSQL to load.

/** Copies one database into another one; see `copy/index.ts`. */
export async function copyDatabase(from: string, to: string): Promise<readonly CopiedCount[]> {
  const { copyDatabase } = await import("./copy/index.js");
  return copyDatabase(from, to);
}

/** Looks at a PostgreSQL database, also while servers use it. Rejects when it can't be reached. */
export async function inspectPostgres(url: string): Promise<PostgresFindings> {
  const { inspectPostgres } = await import("./postgres/inspect.js");
  return inspectPostgres(url);
}
