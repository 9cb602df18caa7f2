import type { Revocation } from "@ticketwire/core";
import type { Selectable } from "kysely";
import type { RevocationTable, Sql } from "./schema.js";

/** How long after a token has ended its revocation is forgotten, in ms: longer than clocks differ. */
const FORGET_AFTER_MS = 60_000;

/** Keeps a revocation; must run in a transaction. See `Store.revoke`. */
export async function revoke(sql: Sql, revocation: Revocation, at: number): Promise<void> {
  await sql
    .deleteFrom("revocations")
    .where("expires_at", "<", at - FORGET_AFTER_MS)
    .execute();
  const row = rowFrom(revocation, at);
  const { issued_to, expires_at } = row;
  await sql
    .insertInto("revocations")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["of", "name"])
        .doUpdateSet({ issued_to, expires_at, at })
        // Of two of a user's the one that reaches further counts.
        .where((where) =>
          where.or([
            where("revocations.issued_to", "is", null),
            where("revocations.issued_to", "<", issued_to),
          ]),
        ),
    )
    .execute();
}

/** See `Store.revocationsOf`. */
export async function revocationsOf(
  sql: Sql,
  user: string,
  token: string | null,
): Promise<readonly Revocation[]> {
  const rows = await sql
    .selectFrom("revocations")
    .selectAll()
    .where((where) =>
      where.or([
        where.and({ of: "user", name: user }),
        ...(token === null ? [] : [where.and({ of: "token", name: token })]),
      ]),
    )
    .execute();
  return rows.map(revocationFrom);
}

/** See `Store.revokedSince`. */
export async function revokedSince(sql: Sql, since: number): Promise<readonly Revocation[]> {
  const rows = await sql.selectFrom("revocations").selectAll().where("at", ">=", since).execute();
  return rows.map(revocationFrom);
}

function rowFrom(revocation: Revocation, at: number): Selectable<RevocationTable> {
  if (revocation.of === "user") {
    return { of: "user", name: revocation.user, issued_to: revocation.issuedTo, expires_at: null, at };
  }
  return { of: "token", name: revocation.token, issued_to: null, expires_at: revocation.expiresAt, at };
}

function revocationFrom({ of, name, issued_to, expires_at }: Selectable<RevocationTable>): Revocation {
  if (of === "user") return { of, user: name, issuedTo: issued_to ?? 0 };
  return { of, token: name, expiresAt: expires_at };
}
