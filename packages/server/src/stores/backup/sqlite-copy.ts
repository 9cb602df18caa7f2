import { existsSync } from "node:fs";
import { open, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import Database from "libsql";
import { MARK_BACKUP } from "../sqlite/backup-mark.js";

const LOCK_TIMEOUT_MS = 5000;

/**
 * Copies a SQLite database as it is at one moment, also while servers write to it, and resolves with the copy's size in
 * bytes once SQLite has found it whole and the disk has it. Under its name there is never a part of it. The copy is
 * marked as a backup: put in place by hand, it is opened by no server before it has been restored.
 */
export async function copySqlite(from: string, to: string): Promise<number> {
  if (!existsSync(from)) throw new Error(`${from} is not there`);
  if (existsSync(to)) throw new Error(`${to} is there already, expected a name that is free`);
  const part = `${to}.part`;
  try {
    await rm(part, { force: true });
    // SQLite takes an empty file as it is: nobody else is to read what people have said.
    await writeFile(part, "", { mode: 0o600 });
    // Not prepared: the driver lets go of a database only when the last of its statements is gone.
    on(from, (database) => database.exec(`vacuum into '${part.replaceAll("'", "''")}'`));
    on(part, requireWhole);
    on(part, (database) => database.exec(MARK_BACKUP));
    await sync(part);
    await rename(part, to);
    await sync(dirname(to));
    return (await stat(to)).size;
  } finally {
    await rm(part, { force: true });
  }
}

/** Makes sure that what has been written to a file, or which names are in a folder, outlives a loss of power. */
export async function sync(path: string): Promise<void> {
  // Windows keeps folders by itself and can't open them.
  if (process.platform === "win32") return;
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function requireWhole(copy: Database.Database): void {
  const [[found] = [undefined]] = copy.prepare("pragma integrity_check(1)").raw().all() as unknown[][];
  if (found !== "ok") throw new Error(`the copy is not whole: ${String(found)}`);
}

function on(file: string, work: (database: Database.Database) => void): void {
  const database = new Database(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    work(database);
  } finally {
    database.close();
  }
}
