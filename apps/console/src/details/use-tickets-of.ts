import type { PersonView } from "@ticketwire/client";
import type { DeskTicket } from "@ticketwire/client/desk";
import { useEffect, useState } from "react";
import { useWorkplace } from "../desk/workplace.js";

/** So many of somebody's tickets are shown. */
const MOST = 6;

/** The other tickets of a customer, most recently changed first. */
export function useTicketsOf(customer: PersonView, except: string): readonly DeskTicket[] {
  const { desk } = useWorkplace();
  const [tickets, setTickets] = useState<readonly DeskTicket[]>([]);
  const { ref, name } = customer;

  useEffect(() => {
    let isCurrent = true;
    desk.requests.tickets({ q: name }).then(
      (page) => {
        const theirs = page.tickets.filter(({ people }) => people.customer?.ref === ref);
        if (isCurrent) setTickets(theirs.filter((ticket) => ticket.ref !== except).slice(0, MOST));
      },
      () => isCurrent && setTickets([]),
    );
    return () => {
      isCurrent = false;
    };
  }, [desk, ref, name, except]);

  return tickets;
}
