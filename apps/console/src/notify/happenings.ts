import type { DeskState, DeskTicket } from "@ticketwire/client/desk";
import { hasSessionToTake } from "../work/standing.js";

/** Something an agent wants to hear of. */
export interface Happening {
  readonly kind: "message" | "waiting";
  readonly ticket: DeskTicket;
}

/** A list that is read further has tickets that began to wait long ago: of those nobody is told. In ms. */
const RECENT_MS = 60_000;

/** What has happened between two states of a desk: messages on one's own tickets and open ones, and new ones that wait. */
export function happenings(
  before: DeskState,
  after: DeskState,
  me: string,
  open: readonly string[],
): readonly Happening[] {
  if (before.status !== "live" || after.status !== "live" || before.all === after.all) return [];
  const known = new Map(before.all.map((ticket) => [ticket.ref, ticket]));
  const own = new Set([...after.mine.map(({ ref }) => ref), ...open]);
  const changed = after.all.filter((ticket) => known.get(ticket.ref) !== ticket);
  const since = newest(before.all) - RECENT_MS;
  const waiting = changed.filter(
    ({ ref, session }) =>
      hasSessionToTake(session) &&
      !hasSessionToTake(known.get(ref)?.session ?? null) &&
      Date.parse(session.changedAt) > since,
  );
  const messages = changed.filter(
    (ticket) => own.has(ticket.ref) && isSaid(known.get(ticket.ref), ticket, me),
  );
  return [
    ...waiting.map((ticket) => ({ kind: "waiting", ticket }) as const),
    ...messages.map((ticket) => ({ kind: "message", ticket }) as const),
  ];
}

/** When a session changed last, as far as a desk knows, in ms. */
function newest(tickets: readonly DeskTicket[]): number {
  const times = tickets.map(({ session }) => (session ? Date.parse(session.changedAt) : 0));
  return times.reduce((most, time) => Math.max(most, time), 0);
}

/** Whether somebody else has said something that one has not read. */
function isSaid(before: DeskTicket | undefined, { lastMessage, unread }: DeskTicket, me: string): boolean {
  if (lastMessage === null || lastMessage.sender.ref === me || unread === 0) return false;
  const last = before?.lastMessage ?? null;
  return last === null || (last.id !== lastMessage.id && last.createdAt <= lastMessage.createdAt);
}
