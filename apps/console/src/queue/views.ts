import type { DeskState, DeskTicket } from "@ticketwire/client/desk";
import { DONE, standingOf } from "../work/standing.js";

/** The ways to look at the tickets, in the order of their keys 1 to 4. */
export const VIEWS = ["waiting", "mine", "all", "done"] as const;
export type View = (typeof VIEWS)[number];

/** The tickets of a view, in its order; `listed` are some that were listed besides those the desk knows. */
export function ticketsIn(
  view: View,
  { queue, mine, all }: DeskState,
  me: string,
  listed: readonly DeskTicket[],
): readonly DeskTicket[] {
  switch (view) {
    case "waiting":
      return waiting(queue, merged(all, listed), me);
    case "mine":
      return mine;
    case "all":
      return all;
    case "done":
      return [...merged(all, listed)].filter(isDone);
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

/** Sessions that wait, and tickets that are nobody's and have a question in them; the longest wait first. */
function waiting(queue: readonly DeskTicket[], all: readonly DeskTicket[], me: string) {
  const asked = all.filter((ticket) => ticket.waitingSince !== null && standingOf(ticket, me) === "waiting");
  return [...merged(queue, asked)].sort((one, other) => waitsSince(one) - waitsSince(other));
}

/** Since when somebody has been waiting on a ticket that is in the queue. */
export function waitsSince({ session, waitingSince, updatedAt }: DeskTicket): number {
  const hasSession = session !== null && session.status !== "closed" && session.agent === null;
  return Date.parse((hasSession ? session.startedAt : waitingSince) ?? updatedAt);
}

function isDone({ status }: DeskTicket): boolean {
  return status !== null && DONE.includes(status.toLowerCase());
}
