import { stat } from "node:fs/promises";
import { join } from "node:path";
import { backUpDatabase, databaseName } from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { readConfiguration } from "../cli/configuration.js";
import { CommandFailure, messageOf, UsageError } from "../cli/failure.js";

/** `ticketwire backup --to FILE|FOLDER`: copies the SQLite database as it is at this moment, whether or not a server runs. */
export async function backup(args: readonly string[]): Promise<number> {
  const { to } = readArguments(args, { to: { type: "string" } }).values;
  if (!to) throw new UsageError("--to is missing");
  const { dataDir, databaseUrl, filesUrl } = readConfiguration(process.env);
  if (databaseUrl !== undefined) {
    throw new CommandFailure(
      `${databaseName(databaseUrl)} is backed up by PostgreSQL's own programs, for example ` +
        `pg_dump --format=custom --file=${to} "$DATABASE_URL"`,
    );
  }
  const startedAt = new Date().toISOString();
  const file = await fileAt(to, startedAt);
  try {
    const bytes = await backUpDatabase(dataDir, file);
    console.log(`${file} is whole and has everything that was acknowledged by ${startedAt}: ${bytes} bytes`);
  } catch (failure) {
    throw new CommandFailure(`no backup was made: ${messageOf(failure)}`, { cause: failure });
  }
  if (filesUrl === undefined) {
    console.log(`Files are not in the database: copy ${join(dataDir, "files")} after it`);
  }
  return 0;
}

/** In a folder that is there, a file named after the time. */
async function fileAt(path: string, time: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, `ticketwire-${time.replaceAll(":", "-")}.db`) : path;
}
