import type { DeskTicket } from "@ticketwire/client/desk";
import { useEffect, useState } from "react";
import { useWorkplace } from "../desk/workplace.js";

/** So many of somebody's tickets are shown. */
const MOST = 6;

/** The other tickets of a customer, by their ref, most recently changed first. */
export function useTicketsOf(customer: string, except: string): readonly DeskTicket[] {
  const { desk } = useWorkplace();
  const [tickets, setTickets] = useState<readonly DeskTicket[]>([]);

  useEffect(() => {
    let isCurrent = true;
    desk.requests.tickets({ customer, limit: MOST + 1 }).then(
      (page) => isCurrent && setTickets(page.tickets.filter(({ ref }) => ref !== except).slice(0, MOST)),
      () => isCurrent && setTickets([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [desk, customer, except]);

  return tickets;
}
