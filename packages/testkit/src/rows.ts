import type {
  AppendResult,
  AppendRow,
  DeleteRow,
  EditRow,
  MessageRef,
  ReactionRow,
  ReadRow,
  SessionOpenRow,
  SessionRow,
  Store,
  TicketEvent,
} from "@ticketwire/core";
import { type Desk, NOON, nextUuid } from "./fixtures.js";

/** Bob puts a message on the desk's ticket in other words. */
export function editRow(
  { ticket, bob }: Desk,
  { number }: MessageRef,
  text: string,
  over: Partial<EditRow> = {},
): EditRow {
  const fact = { ticketId: ticket.id, by: bob.id, at: NOON + 1000 };
  return { type: "message.edited", ...fact, message: number, text, ...over };
}

/** Bob takes a message on the desk's ticket back. */
export function deleteRow(
  { ticket, bob }: Desk,
  { number }: MessageRef,
  over: Partial<DeleteRow> = {},
): DeleteRow {
  const fact = { ticketId: ticket.id, by: bob.id, at: NOON + 2000 };
  return { type: "message.deleted", ...fact, message: number, ...over };
}

/** Ann puts an emoji on a message on the desk's ticket. */
export function reactionRow(
  { ticket, ann }: Desk,
  { number }: MessageRef,
  emoji: string,
  over: Partial<ReactionRow> = {},
): ReactionRow {
  const fact = { ticketId: ticket.id, by: ann.id, at: NOON + 3000 };
  return { type: "message.reacted", ...fact, message: number, emoji, on: true, ...over };
}

/** Ann has read all there is on the desk's ticket, notes included. */
export function readRow({ ticket, ann }: Desk, over: Partial<ReadRow> = {}): ReadRow {
  const fact = { ticketId: ticket.id, by: ann.id, at: NOON + 4000 };
  return { type: "messages.read", ...fact, audience: "internal", messages: null, within: null, ...over };
}

/** Bob opens a session on the desk's ticket. */
export function openRow({ ticket, bob }: Desk, over: Partial<SessionOpenRow> = {}): SessionOpenRow {
  const fact = { ticketId: ticket.id, by: bob.id, at: NOON };
  return { type: "session.opened", ...fact, id: nextUuid(), customerId: bob.id, context: {}, ...over };
}

/** Ann takes a session that waits on the desk's ticket. */
export function sessionRow(
  { ticket, ann }: Desk,
  { number }: { readonly number: number },
  over: Partial<SessionRow> = {},
): SessionRow {
  const fact = { ticketId: ticket.id, by: ann.id, at: NOON + 5000 };
  const change = { from: ["waiting"], status: "active", agentId: ann.id } as const;
  return { type: "session.changed", ...fact, session: number, ...change, ...over };
}

/** The result of a row that was carried out; throws for any other. */
export function doneOf(result: AppendResult | undefined): Extract<AppendResult, { status: "done" }> {
  if (result?.status !== "done") throw new Error(`expected a row to be done, got ${JSON.stringify(result)}`);
  return result;
}

/** Appends one row that must be carried out, and gives the events it made. */
export async function happened(store: Store, row: AppendRow): Promise<readonly TicketEvent[]> {
  const [result] = await store.append([row]);
  return doneOf(result).events;
}

/** Appends one row that must make exactly one event of this type, and gives it. */
export async function told<T extends TicketEvent["type"]>(
  store: Store,
  row: AppendRow,
  type: T,
): Promise<Extract<TicketEvent, { type: T }>> {
  const events = await happened(store, row);
  const [event] = events;
  if (events.length !== 1 || event?.type !== type) {
    throw new Error(`expected one ${type}, got ${JSON.stringify(events)}`);
  }
  return event as Extract<TicketEvent, { type: T }>;
}
