import type { Command } from "@ticketwire/core";
import { operation } from "../dialect.js";
import { answer, declared } from "./declared.js";
import { ticketView } from "./shapes.js";

/** What somebody who works on tickets may send. */
export const deskOperations = {
  follow: operation({
    ...declared("follow"),
    command: ({ on }): Command<"ticket.follow"> => ({ name: "ticket.follow", on }),
    reply: () => answer<"follow">({ ok: true }),
  }),

  updateTicket: operation({
    ...declared("updateTicket"),
    command: ({ ticket, ...changes }): Command<"ticket.update"> => ({
      name: "ticket.update",
      ticket: { ref: ticket },
      ...changes,
    }),
    reply: ({ ticket }) => answer<"updateTicket">({ ok: true, ticket: ticketView(ticket) }),
  }),
} as const;
