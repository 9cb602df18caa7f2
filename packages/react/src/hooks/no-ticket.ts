import type { TicketState } from "@ticketwire/client";

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

/** Stands in for a ticket before there is a client. */
export const NO_TICKET = { getSnapshot: () => NOT_YET, subscribe: () => () => {} };
