import {
  ChatError,
  RELATIONS,
  type Relation,
  type TicketField,
  type TicketPatch,
  type TicketPut,
} from "@ticketwire/core";
import { said, userIdFor } from "./people.js";
import type { TicketRecord } from "./records.js";
import { nextFree, ownNumber, type Tables } from "./tables.js";
import { showEvent, showTicket } from "./views.js";

const TEXTS = ["subject", "category", "priority", "status"] as const;

/** Creates or updates one ticket. */
export function putTicket(tables: Tables, patch: TicketPatch, by: number | null, at: number): TicketPut {
  const known = tables.tickets.get(tables.ticketIds.get(patch.ref) ?? -1);
  const before = known ?? blank(tables, patch.ref, at);
  const number = patch.number ?? before.number;
  if ((number !== before.number || !known) && numbersTaken(tables).has(number)) {
    throw new ChatError("conflict", `ticket number ${number} is taken, expected a free one`, {
      field: "number",
    });
  }
  const participants = patch.participants?.map((ref) => userIdFor(tables, ref));
  const after: TicketRecord = {
    ...before,
    ...Object.fromEntries(TEXTS.map((field) => [field, said(patch[field], before[field])])),
    number,
    related: relatedAfter(tables, patch, before.related),
    participants: participants ? [...new Set(participants)] : before.participants,
  };
  const changed = changes(before, after);
  const isChanged = changed.length > 0 || number !== before.number;
  const record = known && isChanged ? { ...after, updatedAt: at } : after;
  tables.tickets.set(record.id, record);
  tables.ticketIds.set(record.ref, record.id);
  const ticket = showTicket(tables, record);
  if (!known || changed.length === 0) return { ticket, created: !known, event: null };
  const fact = { ticketId: record.id, audience: "public", at } as const;
  const event = tables.addToLog(fact, { type: "ticket.updated", by, changed });
  return { ticket, created: false, event: showEvent(tables, event) };
}

function blank(tables: Tables, ref: string, at: number): TicketRecord {
  const id = tables.tickets.size + 1;
  const numbers = numbersTaken(tables);
  const own = ownNumber(ref);
  return {
    id,
    ref,
    number: own !== undefined && !numbers.has(own) ? own : nextFree(numbers),
    epoch: `epoch-${id}`,
    subject: null,
    category: null,
    priority: null,
    status: null,
    related: { customer: null, creator: null, assignee: null, vendor: null, verifier: null },
    participants: [],
    createdAt: at,
    updatedAt: at,
  };
}

function relatedAfter(
  tables: Tables,
  patch: TicketPatch,
  before: TicketRecord["related"],
): TicketRecord["related"] {
  const after: Record<Relation, number | null> = { ...before };
  for (const relation of RELATIONS) {
    const ref = patch[relation];
    if (ref !== undefined) after[relation] = ref === null ? null : userIdFor(tables, ref);
  }
  return after;
}

function changes(before: TicketRecord, after: TicketRecord): readonly TicketField[] {
  const changed: TicketField[] = TEXTS.filter((field) => before[field] !== after[field]);
  changed.push(...RELATIONS.filter((relation) => before.related[relation] !== after.related[relation]));
  if (before.participants.join() !== after.participants.join()) changed.push("participants");
  return changed;
}

function numbersTaken(tables: Tables): ReadonlySet<number> {
  return new Set([...tables.tickets.values()].map(({ number }) => number));
}
