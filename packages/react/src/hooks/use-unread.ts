import { useTicket } from "./use-ticket.js";

/** How many messages others wrote on a ticket and one has not read. */
export function useUnread(ref: string): number {
  return useTicket(ref, (state) => state.unread).state;
}
