import type * as Queries from "../sql/index.js";
import type { Connection } from "./connection.js";

/** The queries that SQL stores share, on one connection. */
export interface SharedQueries {
  readonly sql: Queries.Sql;
  readonly queries: typeof Queries;
}

/**
 * Loads the query builder and the queries made with it. It takes longer than everything else a worker
 * needs to start, so it is not waited for before the first call that needs it.
 */
export function loadQueries(): (database: Connection) => Promise<SharedQueries> {
  const loading = Promise.all([import("kysely"), import("../sql/index.js")]);
  // Whoever needs the queries hears of a failure when they wait for them.
  loading.catch(() => {});
  let loaded: SharedQueries | undefined;
  return async (database) => {
    if (loaded) return loaded;
    const [{ Kysely, SqliteDialect }, queries] = await loading;
    loaded = { sql: new Kysely({ dialect: new SqliteDialect({ database: database.forKysely() }) }), queries };
    return loaded;
  };
}
