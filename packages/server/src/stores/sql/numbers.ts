import { ChatError } from "@ticketwire/core";
import { sql as raw } from "kysely";
import type { NumberedTable, Sql } from "./schema.js";

/** The number for a new row: the given one, or the ref itself where it is a positive integer that is free, or the next free one. */
export async function numberFor(
  sql: Sql,
  table: NumberedTable,
  { ref, number }: { readonly ref: string; readonly number?: number | undefined },
): Promise<number> {
  if (number !== undefined) {
    await requireFree(sql, table, number, ref);
    return number;
  }
  const own = integerIn(ref);
  if (own !== undefined && (await holderOf(sql, table, own)) === undefined) return own;
  return nextFree(sql, table);
}

/** Throws `conflict` when somebody other than `ref` has the number. */
export async function requireFree(
  sql: Sql,
  table: NumberedTable,
  number: number,
  ref: string,
): Promise<void> {
  const holder = await holderOf(sql, table, number);
  if (holder === undefined || holder === ref) return;
  throw new ChatError("conflict", `number ${number} of ${ref} is taken by ${holder}, expected a free one`, {
    field: "number",
    holder,
  });
}

async function holderOf(sql: Sql, table: NumberedTable, number: number): Promise<string | undefined> {
  const row = await sql.selectFrom(table).select("ref").where("number", "=", number).executeTakeFirst();
  return row?.ref;
}

async function nextFree(sql: Sql, table: NumberedTable): Promise<number> {
  const { next } = await sql
    .selectFrom("counters")
    .select("next")
    .where("name", "=", table)
    .executeTakeFirstOrThrow();
  const free = (await holderOf(sql, table, next)) === undefined ? next : await endOfRun(sql, table, next);
  await sql
    .updateTable("counters")
    .set({ next: free + 1 })
    .where("name", "=", table)
    .execute();
  return free;
}

/** The first number after the taken `from` that nobody has. */
async function endOfRun(sql: Sql, table: NumberedTable, from: number): Promise<number> {
  const query = raw<{ readonly last: number }>`
    select taken.number as last from ${raw.table(table)} as taken
    where taken.number >= ${from}
      and not exists (select 1 from ${raw.table(table)} as other where other.number = taken.number + 1)
    order by taken.number limit 1`;
  const { rows } = await query.execute(sql);
  return (rows[0]?.last ?? from) + 1;
}

function integerIn(ref: string): number | undefined {
  const integer = Number(ref);
  return Number.isSafeInteger(integer) && integer > 0 && String(integer) === ref ? integer : undefined;
}
