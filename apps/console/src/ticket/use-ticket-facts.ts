import type { TicketView } from "@ticketwire/client";
import { useSnapshot } from "@ticketwire/react";
import { useSyncExternalStore } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { changed } from "../work/change.js";

/** The facts of a ticket that is open, with what is about to change; null until they are known. */
export function useTicketFacts(ref: string): TicketView | null {
  const { client, changes } = useWorkplace();
  const handle = client.ticket(ref);
  const ticket = useSyncExternalStore(handle.subscribe, () => handle.getSnapshot().ticket);
  const change = useSnapshot(changes).get(ref);
  return ticket && changed(ticket, change);
}
