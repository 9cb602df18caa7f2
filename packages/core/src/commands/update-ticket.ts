import { ChatError } from "../errors.js";
import { type Parts, visibleTicket } from "../parts.js";
import type { Handler } from "./handler.js";
import { requireStaff, WORKS_ON_TICKETS } from "./staff.js";

/** The longest status or priority, in UTF-16 units. */
const MAX_WORD_LENGTH = 100;

/** Changes a ticket somebody works on. What two change at once happens one after the other, in the order of the log. */
export const updateTicket: Handler<"ticket.update"> = async (parts, caller, input) => {
  const { ref } = await visibleTicket(parts, caller, input.ticket);
  requireStaff(caller);
  const { assignee, status, priority } = input;
  for (const [field, word] of Object.entries({ status, priority })) checkWord(field, word);
  if (assignee) await checkAssignee(parts, assignee);
  const now = parts.clock.now();
  const patch = { ref, assignee, status: status?.trim(), priority: priority?.trim() ?? priority };
  const [put] = await parts.store.putTickets([patch], caller.identity.user.id, now);
  if (!put) throw new Error("a ticket that was put is not there");
  parts.tickets.put(put.ticket, now);
  if (put.event) parts.announce(put.ticket.id, [put.event]);
  return { ticket: put.ticket };
};

function checkWord(field: string, word: string | null | undefined): void {
  if (word === undefined || word === null) return;
  if (word.trim() !== "" && word.length <= MAX_WORD_LENGTH) return;
  throw new ChatError(
    "invalid",
    `${field} has ${word.trim().length} characters, expected 1 to ${MAX_WORD_LENGTH}`,
    { field },
  );
}

/** Throws `invalid` for somebody who does not work on tickets, or whom nobody knows. */
async function checkAssignee(parts: Parts, ref: string): Promise<void> {
  const user = await parts.store.user(ref);
  if (user && WORKS_ON_TICKETS.includes(user.role)) return;
  const found = user ? `${user.name} is ${user.role}` : `nobody is ${ref}`;
  throw new ChatError("invalid", `${found}, expected somebody who works on tickets`, { field: "assignee" });
}
