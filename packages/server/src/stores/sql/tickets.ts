import {
  type OwnTicketKey,
  type Person,
  RELATIONS,
  type Relation,
  type Session,
  type Ticket,
  type TicketQuery,
} from "@ticketwire/core";
import type { Selectable } from "kysely";
import type { Sql, TicketTable } from "./schema.js";
import { lastSessions } from "./sessions.js";
import { PERSON_COLUMNS, personFrom } from "./users.js";

export async function findTicket(
  sql: Sql,
  key: OwnTicketKey | { readonly id: number },
): Promise<Ticket | null> {
  const tickets = sql.selectFrom("tickets").selectAll();
  const found =
    "id" in key
      ? tickets.where("id", "=", key.id)
      : "ref" in key
        ? tickets.where("ref", "=", key.ref)
        : tickets.where("number", "=", key.number);
  const [ticket] = await complete(sql, await found.execute());
  return ticket ?? null;
}

/** Most recently changed first. */
export async function listTickets(sql: Sql, { personId, limit }: TicketQuery): Promise<readonly Ticket[]> {
  const newest = sql
    .selectFrom("tickets")
    .selectAll()
    .orderBy("updated_at", "desc")
    .orderBy("id", "desc")
    .limit(limit);
  const listed =
    personId === null
      ? newest
      : newest.where("id", "in", (eb) =>
          eb.selectFrom("ticket_people").select("ticket_id").where("user_id", "=", personId),
        );
  return complete(sql, await listed.execute());
}

/** Tickets with everybody on them and their sessions, in the order of the rows: as many queries for many as for one. */
async function complete(sql: Sql, rows: readonly Selectable<TicketTable>[]): Promise<readonly Ticket[]> {
  if (rows.length === 0) return [];
  const people = await sql
    .selectFrom("ticket_people")
    .innerJoin("users", "users.id", "ticket_people.user_id")
    .select(["ticket_id", "relation"])
    .select(PERSON_COLUMNS.map((column) => `users.${column}` as const))
    .where(
      "ticket_id",
      "in",
      rows.map(({ id }) => id),
    )
    .orderBy("position")
    .execute();
  const byTicket = new Map<
    number,
    { readonly relation: Relation | "participant"; readonly person: Person }[]
  >();
  for (const { ticket_id, relation, ...person } of people) {
    const on = byTicket.get(ticket_id) ?? [];
    byTicket.set(ticket_id, on);
    on.push({ relation, person: personFrom(person) });
  }
  const sessions = await lastSessions(
    sql,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ticketFrom(row, byTicket.get(row.id) ?? [], sessions.get(row.id) ?? null));
}

function ticketFrom(
  row: Selectable<TicketTable>,
  on: readonly { readonly relation: Relation | "participant"; readonly person: Person }[],
  session: Session | null,
): Ticket {
  const related = Object.fromEntries(
    RELATIONS.map((relation) => [relation, on.find((one) => one.relation === relation)?.person ?? null]),
  ) as Record<Relation, Person | null>;
  return {
    id: row.id,
    ref: row.ref,
    number: row.number,
    epoch: row.epoch,
    subject: row.subject,
    category: row.category,
    priority: row.priority,
    status: row.status,
    related,
    participants: on.filter(({ relation }) => relation === "participant").map(({ person }) => person),
    session,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
