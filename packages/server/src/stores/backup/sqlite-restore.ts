import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import Database from "libsql";
import { UNMARK_BACKUP } from "../sqlite/backup-mark.js";
import type { Connection } from "../sqlite/connection.js";
import { isNoDatabase } from "../sqlite/failure.js";
import { inspectSqlite } from "../sqlite/inspect.js";
import { openMigrated } from "../sqlite/migrate.js";
import type { Restored, RestoreOptions } from "./restored.js";
import { copySqlite, sync } from "./sqlite-copy.js";

/** What to restore from, and whether a database may be there already; it is kept under another name. */
export interface SqliteRestoreOptions extends RestoreOptions {
  /** The backup; undefined when the database itself is one that has been put back. */
  readonly from?: string | undefined;
  readonly replace: boolean;
}

const LOCK_TIMEOUT_MS = 1000;

/** What SQLite keeps beside a database while it is open. */
const BESIDE = ["-wal", "-shm", "-journal"];

/**
 * Makes a database of a backup that servers may start on. Everything is done to a copy that takes its place in the
 * end, so that a restore that fails has changed nothing.
 */
export async function restoreSqlite(file: string, options: SqliteRestoreOptions): Promise<Restored> {
  if (options.from === undefined) return restoreInPlace(file, options);
  const from = resolve(options.from);
  await requireBackup(from);
  if (existsSync(file) && !options.replace) throw new Error(`${file} is there already, expected none`);
  await mkdir(dirname(file), { recursive: true });
  requireUnused(file);
  const fresh = `${file}.restoring`;
  try {
    await removeDatabase(fresh);
    await copySqlite(from, fresh);
    const restored = await renew(fresh, options, true);
    await sync(fresh);
    const aside = await setAside(file);
    await rename(fresh, file);
    await sync(dirname(file));
    return { ...restored, name: file, aside };
  } finally {
    await removeDatabase(fresh);
  }
}

async function restoreInPlace(file: string, options: RestoreOptions): Promise<Restored> {
  requireUnused(file);
  await requireBackup(file);
  return { ...(await renew(file, options, false)), name: file };
}

async function requireBackup(file: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  const { schema, spoken, damage } = await inspectSqlite(file).catch((failure: unknown) => {
    throw isNoDatabase(failure) ? new Error(`${file} is not a database`) : failure;
  });
  if (damage.length > 0) throw new Error(`${file} is damaged: ${damage[0]}`);
  if (schema === 0) throw new Error(`${file} is no backup of a Ticketwire`);
  if (schema > spoken) throw new Error(`${file} has schema ${schema}, this version knows up to ${spoken}`);
}

/** Throws while another process has the database open: it would go on with the log it knows. What is damaged nobody can serve. */
function requireUnused(file: string): void {
  if (!existsSync(file)) return;
  const database = new Database(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    // SQLite gives up its log of writes only when nobody else is there. Then the file alone is the database.
    database.exec("pragma journal_mode = delete");
  } catch (failure) {
    const code = failure instanceof Error && "rawCode" in failure ? Number(failure.rawCode) & 0xff : 0;
    if (code === BUSY)
      throw new Error(`${file} is in use, expected no server that runs on it; stop it first`);
  } finally {
    database.close();
  }
}

const BUSY = 5;

/** Gives every log a new epoch, and leaves numbers out; in one transaction. `moves`: the file alone is to be the database. */
async function renew(
  file: string,
  { skip }: RestoreOptions,
  moves: boolean,
): Promise<Omit<Restored, "name">> {
  const database = await openMigrated({ file, lockTimeoutMs: LOCK_TIMEOUT_MS }, true);
  try {
    await database.transaction("immediate", () => {
      // SPEC: S15.
      database.exec("update tickets set epoch = lower(hex(randomblob(9)))");
      database.prepare("update counters set next = next + ?").run([skip]);
      for (const table of ["messages", "sessions"]) leap(database, table, skip);
      database.exec(UNMARK_BACKUP);
    });
    const [[tickets] = []] = database.prepare("select count(*) from tickets").all([]);
    const [[messages] = []] = database.prepare("select count(*) from messages").all([]);
    const [[newestAt] = []] = database
      .prepare("select created_at from messages order by number desc limit 1")
      .all([]);
    if (moves) database.exec("pragma journal_mode = delete");
    return {
      tickets: Number(tickets),
      messages: Number(messages),
      newestAt: newestAt === undefined ? null : Number(newestAt),
    };
  } finally {
    database.close();
  }
}

function leap(database: Connection, table: string, skip: number): void {
  const [[highest] = [0]] = database.prepare(`select coalesce(max(number), 0) from ${table}`).all([]);
  const [[kept] = [0]] = database.prepare("select seq from sqlite_sequence where name = ?").all([table]);
  const last = Math.max(Number(highest), Number(kept)) + skip;
  database.prepare("delete from sqlite_sequence where name = ?").run([table]);
  database.prepare("insert into sqlite_sequence (name, seq) values (?, ?)").run([table, last]);
}

/** Gives a database another name, with all that belongs to it, and says which. */
async function setAside(file: string): Promise<string | undefined> {
  if (!existsSync(file)) {
    // Writes of a database that is gone would be taken for those of the next one.
    await removeDatabase(file);
    return undefined;
  }
  const aside = `${file}.replaced-${new Date().toISOString().replaceAll(":", "-")}`;
  for (const end of [...BESIDE, ""]) if (existsSync(file + end)) await rename(file + end, aside + end);
  return aside;
}

async function removeDatabase(file: string): Promise<void> {
  for (const end of ["", ...BESIDE]) await rm(file + end, { force: true });
}
