import { AUDIENCES } from "../audience.js";
import { audienceOf } from "../caller.js";
import { visibleTicket } from "../parts.js";
import { personOf } from "../person.js";
import type { Handler } from "./handler.js";

/** Tells others that the caller is typing. Typing an internal note shows to staff only. */
export const startTyping: Handler<"typing.start"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, input.ticket);
  // What a dropped connection begins nobody would end.
  if (caller.connection?.closed) return { ticket };
  const audience = input.audience === "internal" ? audienceOf(caller, ticket) : "public";
  parts.typing.start(ticket.id, personOf(caller.identity.user), audience, caller.connection);
  return { ticket };
};

export const stopTyping: Handler<"typing.stop"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, input.ticket);
  for (const audience of AUDIENCES) parts.typing.stop(ticket.id, caller.identity.user.id, audience);
  return { ticket };
};
