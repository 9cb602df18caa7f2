import { existsSync } from "node:fs";
import { type Config, databaseFile, databaseName, inspectPostgres, inspectSqlite } from "@ticketwire/server";
import { dataDirSentence } from "../cli/data-dir.js";
import { databaseSentence } from "../cli/database.js";
import { type Finding, fine, wrong } from "./finding.js";

/** Whether what has been stored is there and whole, and the next start can go on with it. */
export function checkDatabase(config: Config): Promise<Finding> {
  const { databaseUrl, dataDir } = config;
  return databaseUrl === undefined ? checkSqlite(dataDir) : checkPostgres(config, databaseUrl);
}

async function checkSqlite(dataDir: string): Promise<Finding> {
  const file = databaseFile(dataDir);
  if (!existsSync(file)) return fine("database", "none yet; the first start makes it");
  try {
    const { schema, spoken, isBackup, damage } = await inspectSqlite(file);
    if (damage.length > 0) {
      return wrong(
        "database",
        `${file} is damaged (${damage[0]}); stop the server and put a backup back: ticketwire restore --replace --from FILE`,
      );
    }
    if (schema > spoken) {
      return wrong("database", `${file} has schema ${schema}, this version knows up to ${spoken}; update it`);
    }
    if (isBackup) return wrong("database", `${file} is a backup; run ticketwire restore before it is served`);
    return fine("database", `${file} is whole, schema version ${schema}${later(schema, spoken)}`);
  } catch (failure) {
    return wrong("database", dataDirSentence(dataDir, failure));
  }
}

async function checkPostgres(config: Config, url: string): Promise<Finding> {
  try {
    const { schema, spoken, version, wrong: why, advice } = await inspectPostgres(url);
    const name = databaseName(url);
    if (why !== undefined) return wrong("database", `${name} ${why}`);
    const state = schema === 0 ? "empty; the first start makes its tables" : `schema version ${schema}`;
    const hint = advice === undefined ? "" : `; it ${advice}`;
    return fine(
      "database",
      `${name} answers, PostgreSQL ${version}, ${state}${schema === 0 ? "" : later(schema, spoken)}${hint}`,
    );
  } catch (failure) {
    return wrong("database", databaseSentence(config, failure));
  }
}

function later(schema: number, spoken: number): string {
  return schema < spoken ? `, the next start migrates it to ${spoken}` : "";
}
