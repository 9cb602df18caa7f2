import type { TicketHandle, TicketState } from "@ticketwire/client";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useTicketwire } from "./use-ticketwire.js";

/** How a ticket stands before there is a client. */
const NOT_YET: TicketState = {
  status: "idle",
  ticket: null,
  audience: null,
  messages: [],
  typing: [],
  present: [],
  hasOlder: false,
  loadingOlder: false,
  unread: 0,
  firstUnreadId: null,
  error: null,
};

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
  const subscribe = useCallback(
    (listener: () => void) => ticket?.subscribe(listener) ?? (() => {}),
    [ticket],
  );
  const read = () => select(ticket?.getSnapshot() ?? NOT_YET);
  const state = useSyncExternalStore(subscribe, read, read);
  return { ticket, state };
}
