import { type CannedReply, ChatError } from "@ticketwire/core";
import type { Selectable } from "kysely";
import type { CannedReplyTable, Sql } from "./schema.js";

/** What stands in a row for who owns what everybody may use. */
const EVERYBODY = 0;

/** See `Store.cannedReplies`. */
export async function cannedReplies(sql: Sql, ownerId: number): Promise<readonly CannedReply[]> {
  const rows = await sql
    .selectFrom("canned_replies")
    .selectAll()
    .where("owner_id", "in", [EVERYBODY, ownerId])
    .execute();
  return rows.map(replyFrom).sort(byShortcut);
}

/** See `Store.putCannedReply`; must run in a transaction. */
export async function putCannedReply(sql: Sql, reply: CannedReply, limit: number): Promise<void> {
  const { id, shortcut, title, text, updatedAt: updated_at } = reply;
  const owner_id = reply.ownerId ?? EVERYBODY;
  const known = await sql
    .selectFrom("canned_replies")
    .select("owner_id")
    .where("id", "=", id)
    .executeTakeFirst();
  if (known && known.owner_id !== owner_id) throw taken("id", id);
  const own = await sql
    .selectFrom("canned_replies")
    .select(["id", "shortcut"])
    .where("owner_id", "=", owner_id)
    .execute();
  if (own.some((one) => one.id !== id && one.shortcut === shortcut)) throw taken("shortcut", shortcut);
  if (!known && own.length >= limit) {
    throw new ChatError("too_large", `there are ${limit} canned replies already, expected at most that`);
  }
  await sql
    .insertInto("canned_replies")
    .values({ id, owner_id, shortcut, title, text, updated_at })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ shortcut, title, text, updated_at }))
    .execute();
}

/** See `Store.deleteCannedReply`; must run in a transaction. */
export async function deleteCannedReply(sql: Sql, id: string, ownerId: number | null): Promise<boolean> {
  const { numDeletedRows } = await sql
    .deleteFrom("canned_replies")
    .where("id", "=", id)
    .where("owner_id", "=", ownerId ?? EVERYBODY)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

function taken(field: "id" | "shortcut", value: string): ChatError {
  return new ChatError("conflict", `${field} ${value} is taken, expected a free one`, { field });
}

/** Databases sort text each in a way of its own. */
function byShortcut(one: CannedReply, other: CannedReply): number {
  if (one.shortcut !== other.shortcut) return one.shortcut < other.shortcut ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}

function replyFrom({
  id,
  owner_id,
  shortcut,
  title,
  text,
  updated_at,
}: Selectable<CannedReplyTable>): CannedReply {
  return {
    id,
    ownerId: owner_id === EVERYBODY ? null : owner_id,
    shortcut,
    title,
    text,
    updatedAt: updated_at,
  };
}
