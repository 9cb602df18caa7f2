import { BACKUP_MARK } from "./backup-mark.js";
import { Connection, type ConnectionOptions } from "./connection.js";
import { isNoDatabase } from "./failure.js";
import { MIGRATIONS } from "./migrations/index.js";

/**
 * Opens a database and brings it to the schema this code speaks, in one transaction; nothing is written
 * when it is there already. Throws a plain sentence for a file that a newer version or something else wrote, and for a
 * backup, unless it is to be restored.
 */
export async function openMigrated(options: ConnectionOptions, isRestoring = false): Promise<Connection> {
  let database: Connection | undefined;
  try {
    database = new Connection(options);
    if (!isRestoring) requireNoBackup(database, options.file);
    await migrate(database, options.file);
    return database;
  } catch (failure) {
    database?.close();
    throw isNoDatabase(failure) ? new Error(`${options.file} is not a database`) : failure;
  }
}

function requireNoBackup(database: Connection, file: string): void {
  const [[mark] = [0]] = database.prepare("pragma user_version").all([]);
  if (mark === BACKUP_MARK)
    throw new Error(`${file} is a backup: run ticketwire restore before it is served`);
}

async function migrate(database: Connection, file: string): Promise<void> {
  if (schemaOf(database, file) === MIGRATIONS.length) return;
  await database.transaction("immediate", () => {
    database.exec(
      "create table if not exists migrations (number integer primary key, name text not null, applied_at integer not null) strict",
    );
    const record = database.prepare("insert into migrations (number, name, applied_at) values (?, ?, ?)");
    // Asked again: another process may have migrated while this one waited for the lock.
    const done = schemaOf(database, file);
    for (const [index, { name, sql }] of MIGRATIONS.entries()) {
      if (index < done) continue;
      database.exec(sql);
      record.run([index + 1, name, Date.now()]);
    }
  });
}

function schemaOf(database: Connection, file: string): number {
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all([]).flat();
  if (tables.length === 0) return 0;
  if (!tables.includes("migrations")) throw new Error(`${file} is a database of something else`);
  const number = Number(database.prepare("select coalesce(max(number), 0) from migrations").all([])[0]?.[0]);
  if (number > MIGRATIONS.length) {
    throw new Error(
      `${file} was written by a newer version: it has schema ${number}, this version knows up to ${MIGRATIONS.length}`,
    );
  }
  return number;
}
