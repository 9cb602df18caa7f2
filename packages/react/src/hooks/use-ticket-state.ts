import type { TicketHandle, TicketState } from "@ticketwire/client";
import { useCallback, useSyncExternalStore } from "react";

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

/** A part of a ticket's state; rendered again only when that part is another one. */
export function useTicketState<T>(ticket: TicketHandle | undefined, select: (state: TicketState) => T): T {
  const subscribe = useCallback(
    (listener: () => void) => ticket?.subscribe(listener) ?? (() => {}),
    [ticket],
  );
  const read = () => select(ticket?.getSnapshot() ?? NOT_YET);
  return useSyncExternalStore(subscribe, read, read);
}
