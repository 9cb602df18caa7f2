import type { Client } from "@ticketwire/client";
import { useEffect, useMemo } from "react";
import { useSnapshot } from "./use-snapshot.js";

/** A ticket that is watched for as long as the component is there, and its state. */
export function useOpenTicket(client: Client, ref: string) {
  const ticket = useMemo(() => client.ticket(ref), [client, ref]);
  const state = useSnapshot(ticket);
  useEffect(() => {
    ticket.open();
    return () => ticket.close();
  }, [ticket]);
  return { ticket, state };
}
