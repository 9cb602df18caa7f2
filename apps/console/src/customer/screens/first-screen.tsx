import { useEffect } from "react";
import { useCustomer } from "../app/customer.js";
import { LoadingScreen } from "./loading-screen.js";
import { standingOf } from "./standing.js";
import { useOwnTickets } from "./use-own-tickets.js";

/** Goes where a customer most likely wants to be: to the conversation that goes on, else to the list or the form. */
export function FirstScreen() {
  const { go } = useCustomer();
  const { tickets, hasFailed } = useOwnTickets();
  useEffect(() => {
    if (hasFailed) go({ kind: "list" }, true);
    if (!tickets) return;
    const [newest] = tickets;
    const goesOn = newest && standingOf(newest) === "open";
    if (goesOn) go({ kind: "ticket", ref: newest.ref }, true);
    else go({ kind: newest ? "list" : "new" }, true);
  }, [tickets, hasFailed, go]);
  return <LoadingScreen />;
}
