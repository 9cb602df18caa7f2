import type { DeskState, DeskTicket } from "@ticketwire/client/desk";
import { DONE, hasSessionToTake, standingOf } from "../work/standing.js";

/** The ways to look at the tickets, in the order of their keys 1 to 4. */
export const VIEWS = ["waiting", "mine", "all", "done"] as const;
export type View = (typeof VIEWS)[number];

/** The tickets of a view, in its order; `listed` are some that were listed besides those the desk knows. */
export function ticketsIn(
  view: View,
  { mine, all }: DeskState,
  me: string,
  listed: readonly DeskTicket[],
): readonly DeskTicket[] {
  switch (view) {
    case "waiting":
      return merged(all, listed)
        .filter((ticket) => isWaiting(ticket, me))
        .sort((one, other) => waitsSince(one) - waitsSince(other));
    case "mine":
      return mine;
    case "all":
      return all;
    case "done":
      return merged(all, listed).filter(isDone);
  }
}

/** Whether a ticket fits what is typed into the filter. */
export function fits({ ref, number, subject, people }: DeskTicket, text: string): boolean {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === "") return true;
  const names = Object.values(people).map((person) => person?.name);
  return [ref, String(number), subject, ...names].some((said) => said?.toLocaleLowerCase().includes(wanted));
}

/** Tickets as they are known to be now, and those that only one list has. */
export function merged(live: readonly DeskTicket[], listed: readonly DeskTicket[]): readonly DeskTicket[] {
  const known = new Set(live.map(({ ref }) => ref));
  return [...live, ...listed.filter(({ ref }) => !known.has(ref))];
}

/** Whether a session on it waits for an agent, or it is nobody's and has a question in it. */
function isWaiting(ticket: DeskTicket, me: string): boolean {
  return (
    standingOf(ticket, me) === "waiting" && (ticket.waitingSince !== null || hasSessionToTake(ticket.session))
  );
}

/** What waits as far as the queue has been read: further on there are others in between. */
export function readSoFar(
  waiting: readonly DeskTicket[],
  { queue, hasMoreQueue }: DeskState,
): readonly DeskTicket[] {
  const last = hasMoreQueue ? queue.at(-1) : undefined;
  return last ? waiting.filter((ticket) => waitsSince(ticket) <= waitsSince(last)) : waiting;
}

/** Since when somebody has been waiting on a ticket that is in the queue. */
export function waitsSince({ session, waitingSince, updatedAt }: DeskTicket): number {
  return Date.parse((hasSessionToTake(session) ? session.startedAt : waitingSince) ?? updatedAt);
}

function isDone({ status }: DeskTicket): boolean {
  return status !== null && DONE.includes(status.toLowerCase());
}
