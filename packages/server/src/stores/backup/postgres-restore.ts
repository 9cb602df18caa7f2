import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { databaseName } from "../postgres/database-name.js";
import { inspectPostgres } from "../postgres/inspect.js";
import { migrate } from "../postgres/migrate.js";
import type { Restored, RestoreOptions } from "./restored.js";

/** A server that has stopped is known to PostgreSQL for a moment longer. */
const LOOKS = 30;
const LOOK_EVERY_MS = 100;

const OTHERS = `select count(*)::int from pg_stat_activity
  where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()`;

const LEAP = `select setval(sequence, greatest(last + $2, 1), last + $2 > 0) from (
    select sequence, greatest(coalesce(pg_sequence_last_value(sequence), 0), highest) as last
    from (select pg_get_serial_sequence($1, 'number')::regclass as sequence) s, (select $3::bigint as highest) h
  ) l`;

/** Makes a PostgreSQL database that has been put back from a backup one that servers may start on. */
export async function restorePostgres(url: string, { skip }: RestoreOptions): Promise<Restored> {
  const name = databaseName(url);
  const { schema } = await inspectPostgres(url);
  if (schema === 0) throw new Error(`${name} is empty, expected one that a backup has been put back into`);
  const client = new pg.Client({ connectionString: url });
  // A lost connection fails whatever is asked next.
  client.on("error", () => undefined);
  await client.connect();
  const one = async (sql: string, values: readonly unknown[] = []): Promise<number | null> => {
    const { rows } = await client.query({ text: sql, values: [...values], rowMode: "array" });
    const value: unknown = rows[0]?.[0];
    return value === undefined || value === null ? null : Number(value);
  };
  try {
    await requireUnused(url, one);
    await migrate(url);
    await client.query("begin; set local synchronous_commit = on");
    // SPEC: S15.
    await client.query("update tickets set epoch = replace(gen_random_uuid()::text, '-', '')");
    await client.query("update counters set next = next + $1::bigint", [skip]);
    for (const table of ["messages", "sessions"]) {
      const highest = await one(`select coalesce(max(number), 0) from ${table}`);
      await one(LEAP, [table, skip, highest]);
    }
    await client.query("commit");
    await client.query("analyze");
    return {
      name,
      tickets: (await one("select count(*) from tickets")) ?? 0,
      messages: (await one("select count(*) from messages")) ?? 0,
      newestAt: await one("select created_at from messages order by number desc limit 1"),
    };
  } finally {
    await client.end();
  }
}

/** Rejects while servers hold connections: they would go on with the logs they know. */
async function requireUnused(
  url: string,
  one: (sql: string, values: readonly unknown[]) => Promise<number | null>,
): Promise<void> {
  const application = new URL(url).searchParams.get("application_name") ?? "ticketwire";
  for (let look = 1; ; look++) {
    const others = await one(OTHERS, [application]);
    if (others === 0) return;
    if (look === LOOKS) {
      const said = `${others} connection${others === 1 ? "" : "s"}`;
      throw new Error(`${databaseName(url)} is in use by ${said} of servers, expected none; stop them first`);
    }
    await pause(LOOK_EVERY_MS);
  }
}
