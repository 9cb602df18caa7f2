import type { DeskState, DeskTicket } from "@ticketwire/client/desk";

/** Something an agent wants to hear of. */
export interface Happening {
  readonly kind: "message" | "waiting";
  readonly ticket: DeskTicket;
}

/** What has happened between two states of a desk: messages on one's own tickets and open ones, and new ones that wait. */
export function happenings(
  before: DeskState,
  after: DeskState,
  me: string,
  open: readonly string[],
): readonly Happening[] {
  if (before.status !== "live" || after.status !== "live" || before.all === after.all) return [];
  const known = new Map(before.all.map((ticket) => [ticket.ref, ticket]));
  const queued = new Set(before.queue.map(({ ref }) => ref));
  const own = new Set([...after.mine.map(({ ref }) => ref), ...open]);
  const messages = after.all.filter(
    (ticket) => own.has(ticket.ref) && isSaid(known.get(ticket.ref), ticket, me),
  );
  const waiting = after.queue.filter(({ ref }) => !queued.has(ref));
  return [
    ...waiting.map((ticket) => ({ kind: "waiting", ticket }) as const),
    ...messages.map((ticket) => ({ kind: "message", ticket }) as const),
  ];
}

/** Whether somebody else has said something that one has not read. */
function isSaid(before: DeskTicket | undefined, { lastMessage, unread }: DeskTicket, me: string): boolean {
  if (lastMessage === null || lastMessage.sender.ref === me || unread === 0) return false;
  const last = before?.lastMessage ?? null;
  return last === null || (last.id !== lastMessage.id && last.createdAt <= lastMessage.createdAt);
}
