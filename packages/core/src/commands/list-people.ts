import { ChatError } from "../errors.js";
import { pageSize } from "../page.js";
import type { Role } from "../role.js";
import type { Handler } from "./handler.js";
import { checkedSearchText } from "./search-messages.js";
import { requireStaff } from "./staff.js";

/** Whom tickets are given to where nobody says. */
const AGENTS: readonly Role[] = ["agent", "admin"];

/** Lists people by name, for who works on tickets. */
export const listPeople: Handler<"person.list"> = async (parts, caller, { roles = AGENTS, text, limit }) => {
  requireStaff(caller);
  if (roles.length === 0) throw new ChatError("invalid", "no role, expected at least one", { field: "role" });
  const people = await parts.store.people({
    roles,
    text: text === undefined || text.trim() === "" ? "" : checkedSearchText(text),
    limit: pageSize(limit),
  });
  return { people };
};
