import type { Desk, DeskTicket } from "@ticketwire/client/desk";
import { useEffect, useState } from "react";

/** The most tickets the server lists at once. */
const MOST = 200;

const NONE: readonly DeskTicket[] = [];

/**
 * Tickets that nobody has, however long ago they last changed: the desk by itself knows those that changed lately. Read
 * each time the desk has caught up; what happens from then on the desk hears of.
 */
export function useUnclaimed(desk: Desk, isLive: boolean): readonly DeskTicket[] {
  const [tickets, setTickets] = useState(NONE);
  useEffect(() => {
    if (!isLive) return;
    let isCurrent = true;
    desk.requests.tickets({ assignee: "none", limit: MOST }).then(
      (page) => isCurrent && setTickets(page.tickets),
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [desk, isLive]);
  return tickets;
}
