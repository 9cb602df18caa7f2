import {
  ChatError,
  type Session,
  type SessionKey,
  type SessionMember,
  type SessionQuery,
} from "@ticketwire/core";
import type { ExpressionBuilder } from "kysely";
import type { Schema, Sql } from "./schema.js";
import { peopleIn, type SessionRow, sessionFrom } from "./session-row.js";
import { findPeople, PERSON_COLUMNS, personFrom } from "./users.js";

/** See `Store.session`. */
export async function findSession(sql: Sql, key: SessionKey): Promise<Session | null> {
  const sessions = sql.selectFrom("sessions").selectAll();
  const found =
    "id" in key
      ? sessions.where("id", "=", key.id)
      : "number" in key
        ? sessions.where("number", "=", key.number)
        : sessions.where("name", "=", key.name);
  const [session] = await withPeople(sql, await found.execute());
  return session ?? null;
}

/** See `Store.sessions`. */
export async function listSessions(sql: Sql, query: SessionQuery): Promise<readonly Session[]> {
  const open = sql
    .selectFrom("sessions")
    .selectAll()
    .where("ended_at", "is", null)
    .orderBy("changed_at", "desc")
    .orderBy("number", "desc")
    .limit(query.limit);
  if (query.of === "everybody") return withPeople(sql, await open.execute());
  const { personId } = query;
  const own =
    query.of === "customer"
      ? open.where("customer_id", "=", personId)
      : open.where((eb) => eb.or([eb("agent_id", "=", personId), isWaiting(eb)]));
  return withPeople(sql, await own.execute());
}

/** Whether a session waits for an agent. */
export function isWaiting({ eb, or, and }: ExpressionBuilder<Schema, "sessions">) {
  return or([
    eb("sessions.status", "=", "waiting"),
    and([eb("sessions.status", "=", "paused"), eb("agent_id", "is", null)]),
  ]);
}

/** The last session of each of these tickets that has had one. While one is open there is no later one. */
export async function lastSessions(
  sql: Sql,
  ticketIds: readonly number[],
): Promise<ReadonlyMap<number, Session>> {
  const rows = await sql
    .selectFrom("sessions")
    .selectAll()
    .where("number", "in", (eb) =>
      eb
        .selectFrom("sessions")
        .select(({ fn }) => fn.max("number").as("last"))
        .where("ticket_id", "in", ticketIds)
        .groupBy("ticket_id"),
    )
    .execute();
  return new Map((await withPeople(sql, rows)).map((session) => [session.ticketId, session]));
}

/** See `Store.sessionMembers`. */
export async function sessionMembers(sql: Sql, session: number): Promise<readonly SessionMember[]> {
  const rows = await sql
    .selectFrom("session_members as m")
    .innerJoin("users", "users.id", "m.user_id")
    .select(["m.number as member", "m.joined_at"])
    .select(PERSON_COLUMNS.map((column) => `users.${column}` as const))
    .where("m.session", "=", session)
    .orderBy("m.number")
    .execute();
  return rows.map(({ member, joined_at, ...person }) => ({
    number: member,
    person: personFrom(person),
    joinedAt: joined_at,
  }));
}

/** See `Store.joinSession`; must run in a transaction. */
export async function joinSession(sql: Sql, session: number, personId: number, at: number): Promise<void> {
  const known = await sql
    .selectFrom("sessions")
    .select("number")
    .where("number", "=", session)
    .executeTakeFirst();
  if (!known) throw new ChatError("not_found", `no session with number ${session}`, { field: "session" });
  await sql
    .insertInto("session_members")
    .values({ session, user_id: personId, joined_at: at })
    .onConflict((conflict) => conflict.columns(["session", "user_id"]).doNothing())
    .execute();
}

/** Sessions with the people they name, in the order of the rows. */
async function withPeople(sql: Sql, rows: readonly SessionRow[]): Promise<readonly Session[]> {
  const people = await findPeople(sql, rows.flatMap(peopleIn));
  return rows.map((row) => sessionFrom(row, people));
}
