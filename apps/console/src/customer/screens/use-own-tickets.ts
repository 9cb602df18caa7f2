import type { ListedTicket } from "@ticketwire/client";
import { useConnection } from "@ticketwire/react";
import { useCallback, useEffect, useState } from "react";
import { useCustomer } from "../app/customer.js";

interface OwnTickets {
  /** Undefined until they are known. */
  readonly tickets: readonly ListedTicket[] | undefined;
  readonly hasFailed: boolean;
  readonly reload: () => void;
}

/** The customer's own tickets, read again when the connection has come back. */
export function useOwnTickets(): OwnTickets {
  const { client } = useCustomer();
  const { connection } = useConnection();
  const [tickets, setTickets] = useState<readonly ListedTicket[]>();
  const [hasFailed, setFailed] = useState(false);
  const reload = useCallback(() => {
    client.tickets().then(
      (read) => {
        setTickets(read);
        setFailed(false);
      },
      () => setFailed(true),
    );
  }, [client]);
  const isThere = connection === "online" || connection === "polling";
  useEffect(() => {
    if (isThere) reload();
  }, [isThere, reload]);
  return { tickets, hasFailed: hasFailed && !tickets, reload };
}
