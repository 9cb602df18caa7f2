import { ChatError } from "../errors.js";
import type { Handler } from "./handler.js";

/** Lets a connection hear of every ticket from afar, or no longer. */
export const followTickets: Handler<"ticket.follow"> = async (parts, caller, { on }) => {
  const { connection, identity } = caller;
  if (!connection) throw new ChatError("invalid", "following tickets needs a live connection");
  if (!on) parts.newsroom.delete(connection);
  else if (!parts.newsroom.add(connection)) {
    throw new ChatError("forbidden", `role is ${identity.role}, expected one that may see every ticket`);
  }
  return { on };
};
