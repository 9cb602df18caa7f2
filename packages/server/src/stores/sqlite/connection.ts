import type { SqliteDatabase } from "kysely";
import Database from "libsql";
import { storable, type Value } from "./storable.js";

/** A prepared statement. Rows are arrays in the order of the columns. */
export interface Statement {
  all(values: readonly Value[]): Value[][];
  run(values: readonly Value[]): { readonly changes: number; readonly lastInsertRowid: number };
}

/** A database file and how to treat it. */
export interface ConnectionOptions {
  readonly file: string;
  /** How long to wait for another process that writes, in ms. */
  readonly lockTimeoutMs: number;
  /** The most bytes the file may take; unset for as many as the disk has. */
  readonly maxBytes?: number | undefined;
}

const PAGE_BYTES = 4096;
const MAX_KEPT_STATEMENTS = 200;

/** One connection to a SQLite database, for one thread. */
export class Connection {
  readonly #database: Database.Database;
  /** Statements Kysely has built, by their SQL. */
  readonly #kept = new Map<string, Database.Statement>();

  constructor({ file, lockTimeoutMs, maxBytes }: ConnectionOptions) {
    this.#database = new Database(file, { timeout: lockTimeoutMs });
    this.exec("pragma journal_mode = wal");
    // SPEC: acked means stored. In WAL mode only FULL syncs each commit.
    this.exec("pragma synchronous = full");
    this.exec("pragma foreign_keys = on");
    this.exec("pragma cache_size = -32768");
    this.exec("pragma temp_store = memory");
    // In a commit only when nobody has copied them before; see `Checkpoints`.
    this.exec("pragma wal_autocheckpoint = 16000");
    this.exec("pragma journal_size_limit = 67108864");
    if (maxBytes !== undefined) this.exec(`pragma max_page_count = ${Math.floor(maxBytes / PAGE_BYTES)}`);
  }

  prepare(sql: string): Statement {
    const statement = this.#database.prepare(sql);
    if (statement.reader) statement.raw();
    return {
      all: (values) => statement.all(storable(values)) as Value[][],
      run: (values) => statement.run(storable(values)) as ReturnType<Statement["run"]>,
    };
  }

  /** Copies what has been committed into the database file, as far as nobody reads what was there before. */
  checkpoint(): void {
    this.exec("pragma wal_checkpoint(passive)");
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs `work` in a transaction: all of it, or nothing. Nobody else may use the connection meanwhile. */
  async transaction<T>(mode: "deferred" | "immediate", work: () => T | Promise<T>): Promise<T> {
    // Left over when a rollback itself has failed, for example because the disk did.
    if (this.#database.inTransaction) this.exec("rollback");
    this.exec(`begin ${mode}`);
    try {
      const outcome = await work();
      this.exec("commit");
      return outcome;
    } catch (failure) {
      this.#rollBack();
      throw failure;
    }
  }

  /** The connection as Kysely wants it. */
  forKysely(): SqliteDatabase {
    return {
      prepare: (sql) => {
        const statement = this.#keep(sql);
        return {
          reader: statement.reader,
          all: (values) => statement.all(storable(values)),
          run: (values) => statement.run(storable(values)),
          iterate: (values) => statement.iterate(storable(values)),
        };
      },
      close: () => this.close(),
    };
  }

  close(): void {
    this.#kept.clear();
    this.#database.close();
  }

  #keep(sql: string): Database.Statement {
    const statement = this.#kept.get(sql) ?? this.#database.prepare(sql);
    this.#kept.delete(sql);
    this.#kept.set(sql, statement);
    if (this.#kept.size > MAX_KEPT_STATEMENTS) this.#kept.delete(this.#kept.keys().next().value ?? "");
    return statement;
  }

  #rollBack(): void {
    // SQLite rolls back by itself when the disk is full.
    if (!this.#database.inTransaction) return;
    try {
      this.exec("rollback");
    } catch {
      // What failed first is what the caller has to hear; the next transaction rolls back again.
    }
  }
}
