import { ChatError, type Command, type Identity, type OwnTicketKey, type Role } from "@ticketwire/core";
import type { z } from "zod";
import { checkClaimedIdentity } from "../shared/claimed-identity.js";
import { clientKeyOf } from "../shared/client-key.js";
import type { openBody } from "./shapes.js";

/** Who may open a session without a ticket: the others could not take part in it. */
const MAY_OPEN: readonly Role[] = ["customer", "agent", "admin"];

/** The command for a session a client wants; `header` is the request's `Idempotency-Key`. */
export function openFrom(
  asked: z.output<typeof openBody>,
  me: Identity,
  header: string | undefined,
): Command<"session.open"> {
  checkClaimedIdentity(asked, me);
  const { subject, category, priority, initial_message } = asked;
  const clientId = clientKeyOf(asked, header);
  const ticket = ticketIn(asked.ticket_id);
  if (!ticket && !MAY_OPEN.includes(me.role)) {
    throw new ChatError("forbidden", `role is ${me.role}, expected customer, agent or admin`);
  }
  // A new ticket keeps what it is about itself; one there is already keeps its own.
  const topic = ticket ? { subject, category, priority } : {};
  return {
    name: "session.open",
    ...(ticket ? { ticket } : { newTicket: { subject, category, priority, clientId } }),
    context: contextOf({ ...asked.context, ...topic, restaurant_id: asked.restaurant_id ?? undefined }),
    ...(initial_message === undefined ? {} : { firstMessage: { text: initial_message, clientId } }),
  };
}

function ticketIn(id: string | number | null | undefined): OwnTicketKey | undefined {
  if (id === undefined || id === null) return undefined;
  return typeof id === "number" ? { number: id } : { ref: id };
}

function contextOf(fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const given = Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(given);
}
