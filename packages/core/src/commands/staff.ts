import type { Caller } from "../caller.js";
import { ChatError } from "../errors.js";
import type { Role } from "../role.js";

/** Roles that work on tickets: what they do with them is theirs to do. */
export const WORKS_ON_TICKETS: readonly Role[] = ["admin", "agent", "service", "bot"];

/** Throws `forbidden` unless the caller works on tickets. */
export function requireStaff({ identity: { role } }: Caller): void {
  if (WORKS_ON_TICKETS.includes(role)) return;
  throw new ChatError("forbidden", `role is ${role}, expected one of ${WORKS_ON_TICKETS.join(", ")}`);
}
