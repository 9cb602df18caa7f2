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
import { isWaiting, lastSessions } from "./sessions.js";
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

/** See `Store.tickets`. */
export async function listTickets(sql: Sql, query: TicketQuery): Promise<readonly Ticket[]> {
  return complete(sql, await ticketRows(sql, query));
}

/** A row of a list, and the time by which that list is ordered. */
export type ListedRow = Selectable<TicketTable> & { readonly listed_at: number };

/**
 * The rows of a list. Each status is asked for by itself, so that an index has them in order whatever is asked for, and
 * no list walks over tickets that it does not show.
 */
export async function ticketRows(sql: Sql, query: TicketQuery): Promise<readonly ListedRow[]> {
  const asked = query.statuses ? query.statuses.map((status) => [status]) : [[]];
  const pages: (readonly ListedRow[])[] = [];
  for (const [status] of asked) pages.push(await page(sql, query, status));
  if (pages.length === 1) return pages[0] ?? [];
  const rows = new Map(pages.flat().map((row) => [row.id, row]));
  const sign = query.session === "waiting" ? 1 : -1;
  return [...rows.values()]
    .sort((one, other) => sign * (one.listed_at - other.listed_at || one.id - other.id))
    .slice(0, query.limit);
}

async function page(
  sql: Sql,
  { personId, limit, before, notStatuses, assigneeId, customerId, session, refs, number }: TicketQuery,
  status: string | undefined,
): Promise<readonly ListedRow[]> {
  const isWaitingList = session === "waiting";
  const [column, direction, after] = isWaitingList
    ? (["sessions.started_at", "asc", ">"] as const)
    : (["tickets.updated_at", "desc", "<"] as const);
  // Sessions are joined when it is theirs, which the types can't tell.
  const listedAt = column as "tickets.updated_at";
  let rows = sql
    .selectFrom("tickets")
    .selectAll("tickets")
    .select(`${listedAt} as listed_at`)
    .$if(isWaitingList, (all) =>
      all
        .innerJoin("sessions", (join) =>
          join.onRef("sessions.ticket_id", "=", "tickets.id").on("sessions.ended_at", "is", null),
        )
        .where(isWaiting),
    )
    .orderBy(listedAt, direction)
    .orderBy("tickets.id", direction)
    .limit(limit);
  if (personId !== null) rows = rows.where("tickets.id", "in", ticketsOf(sql, personId));
  if (customerId !== undefined)
    rows = rows.where("tickets.id", "in", ticketsOf(sql, customerId).where("relation", "=", "customer"));
  if (status !== undefined) rows = rows.where("tickets.status", "=", status);
  if (notStatuses)
    rows = rows.where(({ eb, or }) =>
      or([eb("tickets.status", "is", null), eb("tickets.status", "not in", [...notStatuses])]),
    );
  if (assigneeId !== undefined) rows = rows.where("assignee_id", "=", assigneeId ?? 0);
  if (refs) rows = rows.where("ref", "in", [...refs]);
  if (number !== undefined) rows = rows.where("tickets.number", "=", number);
  if (session !== undefined && session !== "waiting")
    rows = rows.where("tickets.id", "in", (eb) =>
      eb
        .selectFrom("sessions")
        .select("ticket_id")
        .where("ended_at", "is", null)
        .where("agent_id", "=", session.agentId),
    );
  if (before) {
    const { at } = before;
    const id = await idOf(sql, before.number);
    rows = rows
      .where(listedAt, `${after}=`, at)
      .where(({ eb, or }) => or([eb(listedAt, after, at), eb("tickets.id", after, id)]));
  }
  return rows.execute();
}

function ticketsOf(sql: Sql, personId: number) {
  return sql.selectFrom("ticket_people").select("ticket_id").where("user_id", "=", personId);
}

async function idOf(sql: Sql, number: number): Promise<number> {
  const row = await sql.selectFrom("tickets").select("id").where("number", "=", number).executeTakeFirst();
  return row?.id ?? 0;
}

/** Tickets with everybody on them and their sessions, in the order of the rows: as many queries for many as for one. */
export async function complete(
  sql: Sql,
  rows: readonly Selectable<TicketTable>[],
): Promise<readonly Ticket[]> {
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
