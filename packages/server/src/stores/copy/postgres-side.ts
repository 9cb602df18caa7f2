import pg from "pg";
import { databaseName } from "../postgres/database-name.js";
import { openPostgresStore } from "../postgres/index.js";
import { inspectPostgres } from "../postgres/inspect.js";
import { type CopiedRow, type CopySide, columnsOf, listed, ROWS_AT_ONCE } from "./side.js";
import { type CopiedTable, TABLES } from "./tables.js";

/** A PostgreSQL database. As a target it is migrated first. */
export async function postgresSide(url: string, role: "source" | "target"): Promise<CopySide> {
  const name = databaseName(url);
  if (role === "source") await requireSource(url, name);
  else await (await openPostgresStore({ url })).close();
  const client = new pg.Client({ connectionString: url, application_name: "ticketwire copy" });
  // A lost connection fails whatever is asked next.
  client.on("error", () => undefined);
  await client.connect();
  const rowsOf = async (sql: string, values: readonly unknown[] = []): Promise<CopiedRow[]> => {
    const { rows } = await client.query({ text: sql, values: [...values], rowMode: "array", types });
    return rows as unknown as CopiedRow[];
  };
  let isReading = false;
  const look = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    await client.query("begin isolation level repeatable read read only");
  };
  const refresh = async (): Promise<void> => {
    if (isReading) await client.query("commit");
    isReading = false;
  };

  return {
    name,
    async *read(table) {
      await look();
      await client.query(
        `declare copied no scroll cursor for select ${columnsOf(table)} from ${table.name} order by ${listed(table.key)}`,
      );
      for (;;) {
        const rows = await rowsOf(`fetch ${ROWS_AT_ONCE} from copied`);
        if (rows.length === 0) break;
        yield rows;
      }
      await client.query("close copied");
    },
    async lastCounted(table) {
      await look();
      const [[sequence] = [null]] = await rowsOf(SEQUENCE, [table.name, table.counts]);
      const [[last] = [0]] = await rowsOf(
        `select case when is_called then last_value else 0 end from ${sequence}`,
      );
      const [[highest] = [0]] = await rowsOf(`select coalesce(max(${table.counts}), 0) from ${table.name}`);
      return Math.max(Number(last), Number(highest));
    },
    async isEmpty() {
      await look();
      for (const { name } of TABLES) {
        if (name !== "counters" && (await rowsOf(`select 1 from ${name} limit 1`)).length > 0) return false;
      }
      return true;
    },
    refresh,
    async write(work) {
      await refresh();
      await client.query("begin; set local synchronous_commit = on; lock table counters in exclusive mode");
      try {
        await work({
          clear: async ({ name }) => void (await client.query(`delete from ${name}`)),
          insert: async (table, rows) => void (await rowsOf(insertOf(table), valuesOf(table, rows))),
          countFrom: async ({ name, counts }, last) =>
            void (await rowsOf(
              "select setval(pg_get_serial_sequence($1, $2), greatest($3::bigint, 1), $3 > 0)",
              [name, counts, last],
            )),
        });
        await client.query("commit");
      } catch (failure) {
        await client.query("rollback");
        throw failure;
      }
      await client.query("analyze");
    },
    async close() {
      await client.end();
    },
  };
}

const SEQUENCE = "select pg_get_serial_sequence($1, $2)";

/** Integers as JavaScript has them. */
const types = {
  getTypeParser: (oid: number) =>
    oid === pg.types.builtins.INT8 ? Number : (pg.types.getTypeParser(oid) as (text: string) => unknown),
} as pg.CustomTypesConfig;

function insertOf(table: CopiedTable): string {
  const arrays = Object.values(table.columns).map(
    (type, index) => `$${index + 1}::${type === "integer" ? "bigint" : "text"}[]`,
  );
  return `insert into ${table.name} (${columnsOf(table)}) select * from unnest(${arrays.join(", ")})`;
}

function valuesOf({ columns }: CopiedTable, rows: readonly CopiedRow[]): readonly unknown[] {
  return Object.keys(columns).map((_, place) => rows.map((row) => row[place]));
}

async function requireSource(url: string, name: string): Promise<void> {
  const { schema, spoken } = await inspectPostgres(url);
  if (schema === spoken) return;
  throw new Error(
    `${name} has schema ${schema}, expected ${spoken}; bring it up to date with ticketwire migrate`,
  );
}
