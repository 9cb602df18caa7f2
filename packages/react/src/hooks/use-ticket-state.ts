import type { TicketHandle, TicketState } from "@ticketwire/client";
import { useSyncExternalStore } from "react";

/** A part of a ticket's state; rendered again only when that part is another one. */
export function useTicketState<T>(
  ticket: Pick<TicketHandle, "getSnapshot" | "subscribe">,
  select: (state: TicketState) => T,
): T {
  const read = () => select(ticket.getSnapshot());
  return useSyncExternalStore(ticket.subscribe, read, read);
}
