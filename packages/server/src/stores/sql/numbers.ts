import { ChatError } from "@ticketwire/core";
import type { NumberedTable, Sql } from "./schema.js";

const NUMBERS_AT_ONCE = 500;

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

/** Whether a new row gets the next free number, rather than one of its own. */
export function takesNextNumber({
  ref,
  number,
}: {
  readonly ref: string;
  readonly number?: number | undefined;
}): boolean {
  return number === undefined && integerIn(ref) === undefined;
}

/** The next so many numbers, when they are free in a row; undefined, and nothing taken, when not. */
export async function nextNumbers(
  sql: Sql,
  table: NumberedTable,
  count: number,
): Promise<readonly number[] | undefined> {
  const next = await counterOf(sql, table);
  const taken = await sql
    .selectFrom(table)
    .select("number")
    .where("number", ">=", next)
    .where("number", "<", next + count)
    .limit(1)
    .execute();
  if (taken.length > 0) return undefined;
  await setCounter(sql, table, next + count);
  return Array.from({ length: count }, (_, index) => next + index);
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
  const free = await endOfRun(sql, table, await counterOf(sql, table));
  await setCounter(sql, table, free + 1);
  return free;
}

async function counterOf(sql: Sql, table: NumberedTable): Promise<number> {
  const { next } = await sql
    .selectFrom("counters")
    .select("next")
    .where("name", "=", table)
    .executeTakeFirstOrThrow();
  return next;
}

async function setCounter(sql: Sql, table: NumberedTable, next: number): Promise<void> {
  await sql.updateTable("counters").set({ next }).where("name", "=", table).execute();
}

/** The first number from `from` on that nobody has. */
async function endOfRun(sql: Sql, table: NumberedTable, from: number): Promise<number> {
  for (let next = from; ; ) {
    const taken = await sql
      .selectFrom(table)
      .select("number")
      .where("number", ">=", next)
      .orderBy("number")
      .limit(NUMBERS_AT_ONCE)
      .execute();
    for (const { number } of taken) {
      if (number !== next) return next;
      next += 1;
    }
    if (taken.length < NUMBERS_AT_ONCE) return next;
  }
}

function integerIn(ref: string): number | undefined {
  const integer = Number(ref);
  return Number.isSafeInteger(integer) && integer > 0 && String(integer) === ref ? integer : undefined;
}
