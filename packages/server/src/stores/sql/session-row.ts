import type { Person, Session } from "@ticketwire/core";
import type { Selectable } from "kysely";
import type { SessionTable } from "./schema.js";

/** A session as it is stored. */
export type SessionRow = Selectable<SessionTable>;

/** What is read of a session. */
export const SESSION_COLUMNS = [
  "number",
  "id",
  "name",
  "ticket_id",
  "status",
  "customer_id",
  "agent_id",
  "context",
  "from_seq",
  "from_hidden",
  "to_seq",
  "to_hidden",
  "started_at",
  "accepted_at",
  "ended_at",
  "changed_at",
] as const satisfies readonly (keyof SessionRow)[];

/** A session's row from its values, in the order of `SESSION_COLUMNS`. */
export function sessionRowFrom(values: readonly unknown[]): SessionRow {
  return Object.fromEntries(
    SESSION_COLUMNS.map((column, index) => [column, values[index]]),
  ) as unknown as SessionRow;
}

/** The people a session names. */
export function peopleIn({ customer_id, agent_id }: SessionRow): readonly number[] {
  return [customer_id, agent_id].filter((id) => id !== null);
}

/** A session, once the people it names have been looked up. */
export function sessionFrom(row: SessionRow, people: ReadonlyMap<number, Person>): Session {
  const personOf = (id: number | null): Person | null => (id === null ? null : (people.get(id) ?? null));
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    ticketId: row.ticket_id,
    status: row.status,
    customer: personOf(row.customer_id),
    agent: personOf(row.agent_id),
    context: JSON.parse(row.context) as Session["context"],
    from: { seq: row.from_seq, hidden: row.from_hidden },
    to: row.to_seq === null ? null : { seq: row.to_seq, hidden: row.to_hidden ?? 0 },
    startedAt: row.started_at,
    acceptedAt: row.accepted_at,
    endedAt: row.ended_at,
    changedAt: row.changed_at,
  };
}
