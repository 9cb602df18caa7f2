import { statement } from "./connection.js";
import { inspect, whyUnusable } from "./migrate.js";
import { MIGRATIONS } from "./migrations/index.js";
import { Pool } from "./pool.js";

/** What can be said about a database without changing it. */
export interface PostgresFindings {
  /** The number of its schema; 0 when nothing has been stored in it yet. */
  readonly schema: number;
  /** The number of the schema this version speaks. */
  readonly spoken: number;
  /** PostgreSQL's own version. */
  readonly version: number;
  /** Why it can't be used, or can't be relied on; plain words that follow its name. */
  readonly wrong: string | undefined;
  /** What is well enough and could be better: the same. */
  readonly advice: string | undefined;
}

const WAIT_MS = 5000;

const SETTINGS = statement(
  "select current_setting('fsync'), reset_val from pg_settings where name = 'synchronous_commit'",
);

/** Looks at a database, also while servers use it. Rejects when it can't be reached. */
export async function inspectPostgres(url: string): Promise<PostgresFindings> {
  const pool = new Pool({ url, connections: 1, waitMs: WAIT_MS, lockTimeoutMs: WAIT_MS });
  try {
    return await pool.read(async (connection) => {
      const found = await inspect(connection);
      const [[fsync, commits] = ["", ""]] = await connection.rows<[fsync: string, commits: string]>(SETTINGS);
      return {
        schema: found.schema,
        spoken: MIGRATIONS.length,
        version: found.version,
        wrong:
          whyUnusable(found) ??
          (fsync === "off" ? "has fsync off, so that a crash may lose messages" : undefined),
        advice:
          commits === "off" ? "has synchronous_commit off, which this server turns on for itself" : undefined,
      };
    });
  } finally {
    await pool.close();
  }
}
