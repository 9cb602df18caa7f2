import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { inspectSqlite } from "../sqlite/inspect.js";
import { openMigrated } from "../sqlite/migrate.js";
import { type CopiedRow, type CopySide, columnsOf, listed, ROWS_AT_ONCE } from "./side.js";
import { type CopiedTable, TABLES } from "./tables.js";

const LOCK_TIMEOUT_MS = 5000;

/** A SQLite file. As a target it comes to be when it is not there. */
export async function sqliteSide(path: string, role: "source" | "target"): Promise<CopySide> {
  const file = resolve(path);
  if (role === "source") await requireSource(file);
  else await mkdir(dirname(file), { recursive: true });
  const database = await openMigrated({ file, lockTimeoutMs: LOCK_TIMEOUT_MS });
  let isReading = false;
  const look = (): void => {
    if (!isReading) database.exec("begin");
    isReading = true;
  };
  const refresh = async (): Promise<void> => {
    if (isReading) database.exec("commit");
    isReading = false;
  };

  return {
    name: file,
    async *read(table) {
      look();
      const key = listed(table.key);
      const places = table.key.map((column) => Object.keys(table.columns).indexOf(column));
      const from = `select ${columnsOf(table)} from ${table.name}`;
      const order = `order by ${key} limit ${ROWS_AT_ONCE}`;
      const first = database.prepare(`${from} ${order}`);
      const next = database.prepare(
        `${from} where (${key}) > (${table.key.map(() => "?").join(", ")}) ${order}`,
      );
      for (let rows: readonly CopiedRow[] = first.all([]); rows.length > 0; ) {
        yield rows;
        const last = rows.at(-1);
        rows = rows.length < ROWS_AT_ONCE ? [] : next.all(places.map((place) => last?.[place] ?? null));
      }
    },
    async lastCounted({ name, counts }) {
      look();
      const [kept] = database.prepare("select seq from sqlite_sequence where name = ?").all([name]);
      const [highest] = database.prepare(`select coalesce(max(${counts}), 0) from ${name}`).all([]);
      return Math.max(Number(kept?.[0] ?? 0), Number(highest?.[0]));
    },
    async isEmpty() {
      look();
      return !TABLES.some(
        ({ name }) =>
          name !== "counters" && database.prepare(`select 1 from ${name} limit 1`).all([]).length > 0,
      );
    },
    refresh,
    async write(work) {
      await refresh();
      await database.transaction("immediate", () =>
        work({
          clear: async ({ name }) => {
            if (isTable(name)) database.exec(`delete from ${name}`);
          },
          insert: async (table, rows) => {
            // What is none comes with the rows of others, and is compared like all else.
            if (!isTable(table.name)) return;
            const columns = Object.keys(table.columns);
            const insert = database.prepare(
              `insert into ${table.name} (${columnsOf(table)}) values (${columns.map(() => "?").join(", ")})`,
            );
            for (const row of rows) insert.run(row);
          },
          countFrom: async ({ name }, last) => {
            // Tables that give their highest number again once it is free have no row there, and need none.
            database.prepare("update sqlite_sequence set seq = ? where name = ?").run([last, name]);
            if (!isAutoincrement(name) || last === 0) return;
            const [kept] = database.prepare("select 1 from sqlite_sequence where name = ?").all([name]);
            if (!kept)
              database.prepare("insert into sqlite_sequence (name, seq) values (?, ?)").run([name, last]);
          },
        }),
      );
    },
    async close() {
      await refresh();
      database.close();
    },
  };

  function isTable(name: CopiedTable["name"]): boolean {
    return definitionOf(name) !== undefined;
  }

  function isAutoincrement(name: CopiedTable["name"]): boolean {
    return /autoincrement/i.test(String(definitionOf(name)));
  }

  function definitionOf(name: CopiedTable["name"]) {
    return database
      .prepare("select sql from sqlite_schema where type = 'table' and name = ?")
      .all([name])[0]?.[0];
  }
}

async function requireSource(file: string): Promise<void> {
  if (!existsSync(file)) throw new Error(`${file} is not there`);
  const { schema, spoken, damage } = await inspectSqlite(file);
  if (damage.length > 0) throw new Error(`${file} is damaged: ${damage[0]}`);
  if (schema !== spoken) {
    throw new Error(
      `${file} has schema ${schema}, expected ${spoken}; bring it up to date with ticketwire migrate`,
    );
  }
}
