import { existsSync } from "node:fs";
import { type Config, databaseFile, databaseName, inspectPostgres, inspectSqlite } from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { readConfiguration } from "../cli/configuration.js";
import { databaseSentence } from "../cli/database.js";
import { CommandFailure } from "../cli/failure.js";
import { withStore } from "../cli/with-store.js";

/** `ticketwire migrate`: brings the database up to the schema of this version, as `serve` does when it starts. */
export async function migrate(args: readonly string[]): Promise<number> {
  readArguments(args, {});
  const config = readConfiguration(process.env);
  const { databaseUrl, dataDir } = config;
  const name = databaseUrl === undefined ? databaseFile(dataDir) : databaseName(databaseUrl);
  const before = await schemaOf(config);
  await withStore(config, (store) => store.ping());
  const schema = await schemaOf(config);
  const said = before === schema ? "already at" : before === 0 ? "made with" : `migrated from ${before} to`;
  console.log(`The database ${name} is ${said} schema version ${schema}`);
  return 0;
}

async function schemaOf(config: Config): Promise<number> {
  const { databaseUrl, dataDir } = config;
  const file = databaseFile(dataDir);
  if (databaseUrl === undefined) return existsSync(file) ? (await inspectSqlite(file)).schema : 0;
  try {
    return (await inspectPostgres(databaseUrl)).schema;
  } catch (failure) {
    throw new CommandFailure(databaseSentence(config, failure), { cause: failure });
  }
}
