import type { Caller } from "../caller.js";
import { ChatError } from "../errors.js";
import { visibleTicket } from "../parts.js";
import type { Role } from "../role.js";
import type { Handler } from "./handler.js";

export const readTicket: Handler<"ticket.read"> = async (parts, caller, input) => ({
  ticket: await visibleTicket(parts, caller, input.ticket),
});

/** Roles that work on everybody's tickets; others are listed the ones they are on. */
const SEES_ALL: readonly Role[] = ["admin", "agent", "bot", "service"];

/** The person whose tickets alone a caller is listed; null for who works on everybody's. */
export function listedFor({ identity: { role, user } }: Caller): number | null {
  return SEES_ALL.includes(role) ? null : user.id;
}

/** Takes over what the host application says about its tickets, and tells everybody who watches them. */
export const putTickets: Handler<"ticket.put"> = async (parts, caller, { tickets }) => {
  requireHost(caller);
  const puts = await parts.store.putTickets(tickets, caller.identity.user.id, parts.clock.now());
  for (const { ticket, event } of puts) {
    parts.tickets.put(ticket, parts.clock.now());
    if (event) parts.announce(ticket.id, [event]);
  }
  return { tickets: puts };
};

/** Throws `forbidden` unless the caller may speak for the host application. */
export function requireHost({ identity }: Caller): void {
  if (identity.role === "service" || identity.role === "admin") return;
  throw new ChatError("forbidden", `role is ${identity.role}, expected service or admin`);
}
