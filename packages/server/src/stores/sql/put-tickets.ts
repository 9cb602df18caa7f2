import { randomBytes } from "node:crypto";
import {
  type Person,
  RELATIONS,
  type Relation,
  type Ticket,
  type TicketField,
  type TicketPatch,
  type TicketPut,
  type TicketUpdated,
} from "@ticketwire/core";
import { numberFor, requireFree } from "./numbers.js";
import type { Sql } from "./schema.js";
import { findTicket } from "./tickets.js";
import { findPerson, idsOf } from "./users.js";

const FACTS = ["subject", "category", "priority", "status"] as const;

interface Put {
  readonly sql: Sql;
  readonly by: Person | null;
  readonly at: number;
  /** The ids of everybody any patch names. */
  readonly ids: ReadonlyMap<string, number>;
}

/** Creates or updates tickets; must run in a transaction. See `Store.putTickets`. */
export async function putTickets(
  sql: Sql,
  patches: readonly TicketPatch[],
  by: number | null,
  at: number,
): Promise<readonly TicketPut[]> {
  const put: Put = {
    sql,
    by: by === null ? null : await findPerson(sql, by),
    at,
    ids: await idsOf(sql, patches.flatMap(refsIn)),
  };
  const done: TicketPut[] = [];
  for (const patch of patches) {
    const known = await findTicket(sql, { ref: patch.ref });
    const event = known ? await update(put, known, patch) : await create(put, patch);
    const ticket = await findTicket(sql, { ref: patch.ref });
    if (!ticket) throw new Error(`ticket ${patch.ref} was put but is not there`);
    done.push({ ticket, created: !known, event });
  }
  return done;
}

async function create({ sql, at, ids }: Put, patch: TicketPatch): Promise<null> {
  const { id } = await sql
    .insertInto("tickets")
    .values({
      ref: patch.ref,
      number: await numberFor(sql, "tickets", patch),
      epoch: randomBytes(9).toString("base64url"),
      subject: patch.subject ?? null,
      category: patch.category ?? null,
      priority: patch.priority ?? null,
      status: patch.status ?? null,
      assignee_id: assigneeIn(patch, ids) ?? 0,
      created_at: at,
      updated_at: at,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await sql
    .insertInto("logs")
    .values({ ticket_id: id, seq: 0, hidden: 0, public_messages: 0, internal_messages: 0 })
    .execute();
  await seat(sql, id, [...RELATIONS, "participants"], patch, ids);
  return null;
}

async function update(put: Put, known: Ticket, patch: TicketPatch): Promise<TicketUpdated | null> {
  const { sql, at, ids } = put;
  const { number = known.number } = patch;
  if (number !== known.number) await requireFree(sql, "tickets", number, patch.ref);
  const facts = FACTS.filter((fact) => isNews(patch[fact], known[fact]));
  const relations = RELATIONS.filter((relation) =>
    isNews(patch[relation], known.related[relation]?.ref ?? null),
  );
  const participants = haveChanged(patch.participants, known.participants) ? (["participants"] as const) : [];
  const changed: readonly TicketField[] = [...facts, ...relations, ...participants];
  if (changed.length === 0 && number === known.number) return null;
  const said = Object.fromEntries(facts.map((fact) => [fact, patch[fact] ?? null]));
  const assignee = assigneeIn(patch, ids);
  await sql
    .updateTable("tickets")
    .set({ number, updated_at: at, ...said, ...(assignee === undefined ? {} : { assignee_id: assignee }) })
    .where("id", "=", known.id)
    .execute();
  await unseat(sql, known.id, [...relations, ...participants]);
  await seat(sql, known.id, [...relations, ...participants], patch, ids);
  return changed.length === 0 ? null : record(put, known.id, changed);
}

/** Whose the ticket is to be, as its row says it; undefined when a patch says nothing of that. */
function assigneeIn({ assignee }: TicketPatch, ids: ReadonlyMap<string, number>): number | undefined {
  if (assignee === undefined) return undefined;
  return assignee === null ? 0 : (ids.get(assignee) ?? 0);
}

/** Appends what changed to the ticket's log. */
async function record(
  { sql, by, at }: Put,
  ticketId: number,
  changed: readonly TicketField[],
): Promise<TicketUpdated> {
  const { seq, hidden } = await sql
    .updateTable("logs")
    .set((eb) => ({ seq: eb("seq", "+", 1) }))
    .where("ticket_id", "=", ticketId)
    .returning(["seq", "hidden"])
    .executeTakeFirstOrThrow();
  const fact = { type: "ticket.updated", seq, hidden, audience: "public", at } as const;
  await sql
    .insertInto("events")
    .values({
      ...fact,
      ticket_id: ticketId,
      by_id: by?.id ?? null,
      message: null,
      data: JSON.stringify({ changed }),
    })
    .execute();
  return { ...fact, ticketId, by, changed };
}

/** Puts the people a patch names in these fields on a ticket. */
async function seat(
  sql: Sql,
  ticketId: number,
  fields: readonly (Relation | "participants")[],
  patch: TicketPatch,
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = fields.flatMap((field) =>
    refsOf(patch, field).map((ref, position) => ({
      ticket_id: ticketId,
      relation: field === "participants" ? ("participant" as const) : field,
      position,
      user_id: ids.get(ref) ?? 0,
    })),
  );
  if (rows.length > 0) await sql.insertInto("ticket_people").values(rows).execute();
}

async function unseat(
  sql: Sql,
  ticketId: number,
  fields: readonly (Relation | "participants")[],
): Promise<void> {
  if (fields.length === 0) return;
  const relations = fields.map((field) => (field === "participants" ? "participant" : field));
  await sql
    .deleteFrom("ticket_people")
    .where("ticket_id", "=", ticketId)
    .where("relation", "in", relations)
    .execute();
}

function refsIn(patch: TicketPatch): readonly string[] {
  return [...RELATIONS, "participants" as const].flatMap((field) => refsOf(patch, field));
}

/** Whom a patch names in a field, each once. */
function refsOf(patch: TicketPatch, field: Relation | "participants"): readonly string[] {
  if (field === "participants") return [...new Set(patch.participants)];
  const ref = patch[field];
  return ref === undefined || ref === null ? [] : [ref];
}

function isNews(said: string | null | undefined, known: string | null): boolean {
  return said !== undefined && said !== known;
}

/** Who is there counts, not the order they are named in. */
function haveChanged(said: readonly string[] | undefined, known: readonly Person[]): boolean {
  if (said === undefined) return false;
  const refs = new Set(said);
  return refs.size !== known.length || known.some(({ ref }) => !refs.has(ref));
}
