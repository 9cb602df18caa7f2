import type { Handler } from "./handler.js";
import { requireHost } from "./tickets.js";

/** Takes over what the host application says about its users. */
export const putUsers: Handler<"user.put"> = async (parts, caller, { users }) => {
  requireHost(caller);
  return { users: await parts.store.putUsers(users, true, parts.clock.now()) };
};
