import type { TicketPlace, TicketSearchQuery, TicketsFound } from "@ticketwire/core";
import type { Sql } from "./schema.js";
import { folded } from "./search-text.js";
import { complete, type ListedRow, ticketRows } from "./tickets.js";

/** How many tickets one step of a search looks at. */
const TICKETS_A_STEP = 1000;

/** Looks through some of the tickets of a list, in its order. */
export async function ticketSearchStep(sql: Sql, query: TicketSearchQuery): Promise<TicketsFound> {
  const rows = await ticketRows(sql, { ...query, limit: TICKETS_A_STEP });
  const names = await namesOn(
    sql,
    rows.map(({ id }) => id),
  );
  const wanted = folded(query.text);
  const found = rows.filter((row) =>
    [row.ref, `${row.number}`, row.subject ?? "", ...(names.get(row.id) ?? [])].some((text) =>
      folded(text).includes(wanted),
    ),
  );
  const shown = found.slice(0, query.limit);
  const last = shown.length === query.limit ? shown.at(-1) : rows.at(-1);
  return { tickets: await complete(sql, shown), next: nextAfter(rows, last) };
}

/** Where to go on after a row; null when nothing comes after it. */
function nextAfter(rows: readonly ListedRow[], last: ListedRow | undefined): TicketPlace | null {
  const isEnd = rows.length < TICKETS_A_STEP && last === rows.at(-1);
  return last && !isEnd ? { at: last.listed_at, number: last.number } : null;
}

async function namesOn(
  sql: Sql,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  if (ticketIds.length === 0) return new Map();
  const rows = await sql
    .selectFrom("ticket_people")
    .innerJoin("users", "users.id", "ticket_people.user_id")
    .select(["ticket_id", "name"])
    .where("ticket_id", "in", [...ticketIds])
    .execute();
  const names = new Map<number, string[]>();
  for (const { ticket_id, name } of rows) {
    const own = names.get(ticket_id) ?? [];
    names.set(ticket_id, own);
    own.push(name);
  }
  return names;
}
