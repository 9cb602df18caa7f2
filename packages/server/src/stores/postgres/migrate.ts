import { setTimeout as pause } from "node:timers/promises";
import { type Connection, statement } from "./connection.js";
import { databaseName } from "./database-name.js";
import { sqlStateOf } from "./failure.js";
import { MIGRATIONS } from "./migrations/index.js";
import { Pool } from "./pool.js";

/** The oldest PostgreSQL this code is made for. */
const OLDEST_VERSION = 13;

/** How long to wait for others who use the tables, each time: whoever comes after them waits as long. */
const LOCK_MS = 1000;
const WAIT_MS = 5000;
const PAUSE_MS = 500;
const TRIES = 60;

/** Held by whoever migrates. */
const LOCK_KEY = 8_423_170_662;

/** What a database is, as far as it counts here. */
export interface Findings {
  readonly version: number;
  readonly encoding: string;
  /** The schema in which tables come to be; null when there is none. */
  readonly place: string | null;
  readonly isStandby: boolean;
  readonly tables: readonly string[];
  /** The number of the last migration; 0 when there was none. */
  readonly schema: number;
}

const SERVER = statement(
  `select current_setting('server_version_num')::int / 10000, current_setting('server_encoding'), current_schema(),
     pg_is_in_recovery()`,
);
const TABLES = statement("select tablename::text from pg_tables where schemaname = current_schema()");
const COLUMNS = statement(
  `select column_name::text from information_schema.columns
   where table_schema = current_schema() and table_name = 'migrations'`,
);

const LAST = statement("select coalesce(max(number), 0) from migrations");
const LOCK = statement("select pg_advisory_xact_lock($1)");
const RECORD = statement("insert into migrations (number, name, applied_at) values ($1, $2, $3)");

/** Looks at a database. */
export async function inspect(connection: Connection): Promise<Findings> {
  const [server] =
    await connection.rows<[version: number, encoding: string, place: string | null, isStandby: boolean]>(
      SERVER,
    );
  if (!server) throw new Error("the database says nothing of itself");
  const [version, encoding, place, isStandby] = server;
  const tables = (await connection.rows<[string]>(TABLES)).flat();
  const columns = (await connection.rows<[string]>(COLUMNS)).flat();
  const isOurs = ["number", "name", "applied_at"].every((column) => columns.includes(column));
  const [[schema] = [0]] = isOurs ? await connection.rows<[number]>(LAST) : [];
  return { version, encoding, place, isStandby, tables, schema };
}

/** Why a database can't be used, in plain words; undefined when it can. */
export function whyUnusable(found: Findings): string | undefined {
  const { version, encoding, place, isStandby, tables, schema } = found;
  if (version < OLDEST_VERSION) return `is PostgreSQL ${version}, expected ${OLDEST_VERSION} or later`;
  if (encoding !== "UTF8") return `is encoded as ${encoding}, expected UTF8`;
  if (place === null) return "has no schema in which tables could be made";
  if (isStandby) return "is a standby, expected the one that takes writes";
  if (tables.length > 0 && schema === 0) return "is a database of something else";
  if (schema > MIGRATIONS.length) {
    return `was written by a newer version: it has schema ${schema}, this version knows up to ${MIGRATIONS.length}`;
  }
  return undefined;
}

/**
 * Brings a database to the schema this code speaks, in one transaction; nothing is written when it is there already.
 * Rejects with a plain sentence for one that can't be used.
 */
export async function migrate(url: string): Promise<void> {
  const limits = { connections: 1, waitMs: WAIT_MS, lockTimeoutMs: LOCK_MS, statementTimeoutMs: 0 };
  const pool = new Pool({ url, ...limits });
  try {
    await migrateBy(pool, databaseName(url));
  } finally {
    await pool.close();
  }
}

async function migrateBy(pool: Pool, name: string): Promise<void> {
  if ((await usableSchema(pool, name)) === MIGRATIONS.length) return;
  for (let tried = 1; ; tried++) {
    try {
      await pool.write((connection) => apply(connection, name));
      return;
    } catch (failure) {
      // Somebody else migrates, or uses a table in a way that can't go on meanwhile.
      const isLocked = failure instanceof Error && sqlStateOf(failure.cause) === "55P03";
      if (!isLocked || tried === TRIES) throw failure;
      await pause(PAUSE_MS);
    }
  }
}

async function usableSchema(pool: Pool, name: string): Promise<number> {
  return pool.read(async (connection) => requireUsable(await inspect(connection), name));
}

function requireUsable(found: Findings, name: string): number {
  const why = whyUnusable(found);
  if (why !== undefined) throw new Error(`${name} ${why}`);
  return found.schema;
}

async function apply(connection: Connection, name: string): Promise<void> {
  await connection.rows(LOCK, [LOCK_KEY]);
  // Asked again: another server may have migrated while this one waited for the lock.
  const done = requireUsable(await inspect(connection), name);
  await connection.exec(
    "create table if not exists migrations (number bigint primary key, name text not null, applied_at bigint not null)",
  );
  for (const [index, { name, sql }] of MIGRATIONS.entries()) {
    if (index < done) continue;
    await connection.exec(sql);
    await connection.run(RECORD, [index + 1, name, Date.now()]);
  }
}
