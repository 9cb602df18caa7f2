import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../config/index.js";
import { placeOf } from "../../files/disk-files.js";
import { databaseFile } from "../open-store.js";

/** What has become of the files that a database names. */
export interface LostFiles {
  /** How many it names. */
  readonly named: number;
  /** How many of them are not where they should be. */
  readonly lost: number;
  /** The stored names of the first few of those. */
  readonly examples: readonly string[];
}

/** A file's id, which they are ordered by, and its stored name. */
type NamedFile = readonly [id: string, storedName: string];

const FILES_AT_ONCE = 200;
const EXAMPLES = 3;

/** Looks in the data folder for every file that the database names, a few at a time. */
export async function findLostFiles({
  dataDir,
  databaseUrl,
}: Pick<Config, "dataDir" | "databaseUrl">): Promise<LostFiles> {
  const dir = join(dataDir, "files");
  let named = 0;
  const lost: string[] = [];
  let more = 0;
  const pages = databaseUrl === undefined ? inSqlite(databaseFile(dataDir)) : inPostgres(databaseUrl);
  for await (const files of pages) {
    named += files.length;
    const found = await Promise.all(files.map(([, storedName]) => isThere(placeOf(dir, storedName))));
    for (const [index, [, storedName]] of files.entries()) {
      if (found[index]) continue;
      if (lost.length < EXAMPLES) lost.push(storedName);
      else more += 1;
    }
  }
  return { named, lost: lost.length + more, examples: lost };
}

async function isThere(path: string | undefined): Promise<boolean> {
  if (path === undefined) return false;
  return access(path).then(
    () => true,
    () => false,
  );
}

async function* inSqlite(file: string): AsyncIterable<readonly NamedFile[]> {
  const { default: Database } = await import("libsql");
  const database = new Database(file, { timeout: 5000 });
  try {
    const page = database
      .prepare(`select id, stored_name from attachments where id > ? order by id limit ${FILES_AT_ONCE}`)
      .raw();
    yield* pagesOf(async (after) => page.all([after]) as NamedFile[]);
  } finally {
    database.close();
  }
}

async function* inPostgres(url: string): AsyncIterable<readonly NamedFile[]> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, application_name: "ticketwire files" });
  // A lost connection fails whatever is asked next.
  client.on("error", () => undefined);
  await client.connect();
  const text = `select id, stored_name from attachments where id > $1 order by id limit ${FILES_AT_ONCE}`;
  try {
    yield* pagesOf(async (after) => {
      const { rows } = await client.query({ text, values: [after], rowMode: "array" });
      return rows as unknown as NamedFile[];
    });
  } finally {
    await client.end();
  }
}

async function* pagesOf(
  read: (after: string) => Promise<readonly NamedFile[]>,
): AsyncIterable<readonly NamedFile[]> {
  for (let after = ""; ; ) {
    const files = await read(after);
    if (files.length === 0) return;
    yield files;
    after = files.at(-1)?.[0] ?? "";
  }
}
