import { createRequire } from "node:module";
import * as queries from "../sql/index.js";
import type { Connection } from "./connection.js";

/** The queries that SQL stores share, and the connection they run on. */
export interface SharedQueries {
  readonly sql: queries.Sql;
  readonly queries: typeof queries;
}

/** Makes a connection speak the shared queries from the first call that needs them. */
export function sharedQueries(database: Connection): () => SharedQueries {
  let shared: SharedQueries | undefined;
  return () => {
    shared ??= { sql: kyselyOn(database), queries };
    return shared;
  };
}

function kyselyOn(database: Connection): queries.Sql {
  // Loading the builder takes longer than opening the database, and a third as long from its CommonJS build.
  const load = createRequire(import.meta.url);
  const { Kysely, SqliteDialect } = load("kysely") as typeof import("kysely");
  return new Kysely({ dialect: new SqliteDialect({ database: database.forKysely() }) });
}
