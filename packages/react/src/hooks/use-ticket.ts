import type { TicketHandle, TicketState } from "@ticketwire/client";
import { useEffect } from "react";
import { NO_TICKET } from "./no-ticket.js";
import { useTicketState } from "./use-ticket-state.js";
import { useTicketwire } from "./use-ticketwire.js";

/**
 * A ticket that is watched for as long as the component is there. `select` takes from its state what the
 * component shows, which is rendered again only when that is another value; it has to be the same value as
 * long as nothing about it has changed.
 */
export function useTicket<T = TicketState>(
  ref: string,
  select: (state: TicketState) => T = (state) => state as T,
): { readonly ticket: TicketHandle | undefined; readonly state: T } {
  const ticket = useTicketwire()?.ticket(ref);
  useEffect(() => {
    ticket?.open();
    return () => ticket?.close();
  }, [ticket]);
  return { ticket, state: useTicketState(ticket ?? NO_TICKET, select) };
}
