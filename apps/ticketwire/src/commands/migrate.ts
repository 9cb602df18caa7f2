import { existsSync } from "node:fs";
import { inspectSqlite } from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { readConfiguration } from "../cli/configuration.js";
import { databaseFile, withStore } from "../cli/with-store.js";

/** `ticketwire migrate`: brings the database up to the schema of this version, as `serve` does when it starts. */
export async function migrate(args: readonly string[]): Promise<number> {
  readArguments(args, {});
  const config = readConfiguration(process.env);
  const file = databaseFile(config.dataDir);
  const before = existsSync(file) ? (await inspectSqlite(file)).schema : 0;
  await withStore(config, (store) => store.ping());
  const { schema } = await inspectSqlite(file);
  const said = before === schema ? "already at" : before === 0 ? "made with" : `migrated from ${before} to`;
  console.log(`The database ${file} is ${said} schema version ${schema}`);
  return 0;
}
