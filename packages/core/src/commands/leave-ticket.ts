import { visibleTicket } from "../parts.js";
import { unseat } from "../unseat.js";
import type { Handler } from "./handler.js";

/** Takes the connection off the ticket; others hear that the person left with their last connection. */
export const leaveTicket: Handler<"ticket.leave"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, input.ticket);
  if (caller.connection) {
    unseat(parts, caller.connection, ticket.id, false);
    parts.typing.stopFrom(caller.connection, ticket.id);
  }
  return { ticket };
};
