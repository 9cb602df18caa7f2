import { BACKUP_MARK } from "./backup-mark.js";
import { MIGRATIONS } from "./migrations/index.js";

/** What can be said about a database without changing it. */
export interface SqliteFindings {
  /** The number of its schema; 0 when nothing has been stored in it yet. */
  readonly schema: number;
  /** The number of the schema this version speaks. */
  readonly spoken: number;
  /** Whether it is a backup that has not been restored. */
  readonly isBackup: boolean;
  /** What SQLite found broken; empty when all is well. */
  readonly damage: readonly string[];
}

/** Looks at a database file that is there, also while a server uses it. Rejects with what the driver throws. */
export async function inspectSqlite(file: string): Promise<SqliteFindings> {
  // Loaded on demand: a server uses the driver in the store's threads only.
  const { default: Database } = await import("libsql");
  const database = new Database(file, { timeout: 5000 });
  try {
    const column = (sql: string): unknown[] => database.prepare(sql).raw().all().flat() as unknown[];
    const hasSchema = column("select name from sqlite_schema where name = 'migrations'").length > 0;
    const found = column("pragma quick_check(10)").map(String);
    return {
      schema: hasSchema ? Number(column("select coalesce(max(number), 0) from migrations")[0]) : 0,
      spoken: MIGRATIONS.length,
      isBackup: column("pragma user_version")[0] === BACKUP_MARK,
      damage: found.filter((line) => line !== "ok"),
    };
  } finally {
    database.close();
  }
}
