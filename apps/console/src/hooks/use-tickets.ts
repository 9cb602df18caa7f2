import type { Client, TicketView } from "@ticketwire/client";
import { useSnapshot } from "@ticketwire/react";
import { useCallback, useEffect, useState } from "react";

/** The ticket list as it is loaded. */
export type TicketList =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly tickets: readonly TicketView[] }
  | { readonly status: "failed"; readonly message: string };

/** How often a list in view is read again, in ms: the wire tells of joined tickets only. */
const REFRESH_EVERY_MS = 20_000;

/** The tickets of whoever is signed in; read again on coming back online or into view, and now and then. */
export function useTickets(client: Client) {
  const [list, setList] = useState<TicketList>({ status: "loading" });
  const { connection } = useSnapshot(client);

  const reload = useCallback(() => {
    client.tickets().then(
      (tickets) => setList({ status: "ready", tickets }),
      (failure: unknown) =>
        setList((known) =>
          known.status === "ready" ? known : { status: "failed", message: messageOf(failure) },
        ),
    );
  }, [client]);

  useEffect(() => {
    if (connection !== "online") return;
    const reloadInView = () => {
      if (!document.hidden) reload();
    };
    reload();
    const timer = setInterval(reloadInView, REFRESH_EVERY_MS);
    document.addEventListener("visibilitychange", reloadInView);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", reloadInView);
    };
  }, [connection, reload]);

  return { list, reload };
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : "the server gave no reason";
}
