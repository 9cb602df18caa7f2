export { Engine } from "@ticketwire/core";
export * from "./auth/index.js";
export * from "./config/index.js";
export type { Demo } from "./http/demo.js";
export { createLogger } from "./log/index.js";
export { People } from "./people.js";
export { createServer, type ServerOptions, type TicketwireServer } from "./server.js";
export { openSqliteStore } from "./stores/sqlite/index.js";
export { inspectSqlite, type SqliteFindings } from "./stores/sqlite/inspect.js";
