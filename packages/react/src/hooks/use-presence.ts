import type { PersonView } from "@ticketwire/client";
import { useTicket } from "./use-ticket.js";

/** Who else watches a ticket now. */
export function usePresence(ref: string): readonly PersonView[] {
  return useTicket(ref, (state) => state.present).state;
}
