export { Engine } from "@ticketwire/core";
export * from "./auth/index.js";
export { pingRedis } from "./buses/open-bus.js";
export * from "./config/index.js";
export { pingClamd, probeFiles } from "./files/index.js";
export type { Demo } from "./http/demo.js";
export { createLogger } from "./log/index.js";
export { People } from "./people.js";
export { giveWayToWriter } from "./runtime/give-way.js";
export { createServer, type ServerOptions, type TicketwireServer } from "./server.js";
export type { LostFiles } from "./stores/backup/lost-files.js";
export { type Restored, SKIPPED_NUMBERS } from "./stores/backup/restored.js";
export type { CopiedCount } from "./stores/copy/index.js";
export {
  backUpDatabase,
  copyDatabase,
  findLostFiles,
  inspectPostgres,
  restoreDatabase,
} from "./stores/on-demand.js";
export { databaseFile, openStore } from "./stores/open-store.js";
export { databaseName } from "./stores/postgres/database-name.js";
export type { PostgresFindings } from "./stores/postgres/inspect.js";
export { openSqliteStore } from "./stores/sqlite/index.js";
export { inspectSqlite, type SqliteFindings } from "./stores/sqlite/inspect.js";
