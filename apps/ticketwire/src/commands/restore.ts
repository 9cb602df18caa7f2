import { join } from "node:path";
import {
  type Config,
  databaseName,
  findLostFiles,
  type Restored,
  restoreDatabase,
  SKIPPED_NUMBERS,
} from "@ticketwire/server";
import { readArguments } from "../cli/arguments.js";
import { readConfiguration } from "../cli/configuration.js";
import { openDataDir } from "../cli/data-dir.js";
import { databaseSentence } from "../cli/database.js";
import { CommandFailure, messageOf, UsageError } from "../cli/failure.js";
import { lostFilesSentence } from "../cli/lost-files.js";

/** `ticketwire restore [--from FILE]`: puts a backup in place, and makes it one that servers may start on (SPEC: S15). */
export async function restore(args: readonly string[]): Promise<number> {
  const { from, replace, skip } = readArguments(args, {
    from: { type: "string" },
    replace: { type: "boolean", default: false },
    skip: { type: "string", default: String(SKIPPED_NUMBERS) },
  }).values;
  if (!/^\d{1,9}$/.test(skip))
    throw new UsageError(`--skip is ${JSON.stringify(skip)}, expected a number of numbers like 1000000`);
  if (replace && from === undefined) throw new UsageError("--replace makes sense with --from only");
  const config = readConfiguration(process.env);
  if (config.databaseUrl === undefined) await openDataDir(config.dataDir);
  else if (from !== undefined) {
    throw new CommandFailure(
      `${databaseName(config.databaseUrl)} is put back by PostgreSQL's own programs, for example ` +
        `pg_restore --no-owner --single-transaction --dbname="$DATABASE_URL" ${from}; then run ticketwire restore`,
    );
  }
  let restored: Restored;
  try {
    restored = await restoreDatabase(config, { from, replace, skip: Number(skip) });
  } catch (failure) {
    throw new CommandFailure(`nothing was restored: ${reasonOf(config, failure)}`, { cause: failure });
  }
  report(restored, skip);
  await reportFiles(config);
  return 0;
}

function reasonOf(config: Config, failure: unknown): string {
  const said = messageOf(failure);
  if (config.databaseUrl !== undefined) return databaseSentence(config, failure);
  return said.endsWith("is there already, expected none")
    ? `${said}; with --replace it is kept under another name`
    : said;
}

function report({ name, tickets, messages, newestAt, aside }: Restored, skip: string): void {
  const newest = newestAt === null ? "" : `, the newest of ${new Date(newestAt).toISOString()}`;
  console.log(`${name} is ready to be served: ${tickets} tickets, ${messages} messages${newest}`);
  if (aside !== undefined) console.log(`What was there before is ${aside}`);
  console.log(`Clients start afresh when they come back, and new numbers begin ${skip} later`);
  console.log(
    "Say again what your application has said since: tickets, people, and above all revoked tokens",
  );
}

async function reportFiles(config: Config): Promise<void> {
  if (config.filesUrl !== undefined) return;
  const found = await findLostFiles(config);
  if (found.lost > 0) console.error(`ticketwire: warning: ${lostFilesSentence(config, found)}`);
  else
    console.log(`All ${found.named} files that the database names are in ${join(config.dataDir, "files")}`);
}
