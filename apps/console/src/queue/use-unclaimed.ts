import type { Desk, DeskTicket } from "@ticketwire/client/desk";
import { useEffect, useState } from "react";
import { DONE } from "../work/standing.js";

/** The most tickets the server lists at once. */
const PAGE = 200;

/** So many pages are read: of more than a thousand tickets that are nobody's, those that changed last. */
const MOST_PAGES = 5;

const NONE: readonly DeskTicket[] = [];

/**
 * Tickets that are open and nobody's, without a session too: the desk by itself knows those that changed lately. Read
 * each time the desk has caught up; what happens from then on the desk hears of.
 */
export function useUnclaimed(desk: Desk, isLive: boolean): readonly DeskTicket[] {
  const [tickets, setTickets] = useState(NONE);
  useEffect(() => {
    if (!isLive) return;
    let isCurrent = true;
    const read = async () => {
      const known: DeskTicket[] = [];
      let next: string | null = null;
      for (let page = 0; page < MOST_PAGES && isCurrent; page++) {
        const asked = { assignee: "none", notStatus: DONE, limit: PAGE };
        const answer = await desk.requests.tickets(next === null ? asked : { ...asked, before: next });
        known.push(...answer.tickets.filter(({ waitingSince }) => waitingSince !== null));
        next = answer.next;
        if (next === null) break;
      }
      if (isCurrent) setTickets(known);
    };
    // What could not be read is read when the desk has caught up the next time.
    read().catch(() => {});
    return () => {
      isCurrent = false;
    };
  }, [desk, isLive]);
  return tickets;
}
