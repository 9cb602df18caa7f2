import { IDLE_TICKET } from "@ticketwire/client";

/** Stands in for a ticket before there is a client. */
export const NO_TICKET = { getSnapshot: () => IDLE_TICKET, subscribe: () => () => {} };
