import { maySee } from "./audience.js";
import type { Caller } from "./caller.js";
import { audienceOf } from "./caller.js";
import { ChatError } from "./errors.js";
import type { TicketEvent } from "./event.js";
import type { Message, MessageKey } from "./message.js";
import { type Parts, visibleTicket } from "./parts.js";
import type { AppendRow, MessageRow } from "./ports/append.js";
import { isWithin } from "./session.js";
import type { Ticket, TicketKey } from "./ticket.js";

/** Stores a change and announces what came of it. Empty when nothing has changed. */
export async function appendChange(
  parts: Parts,
  row: Exclude<AppendRow, MessageRow>,
): Promise<readonly TicketEvent[]> {
  const result = await parts.commit.append(row, (stored) => {
    if (stored.status === "done" && stored.events.length > 0) parts.announce(row.ticketId, stored.events);
  });
  if (result.status === "refused") throw new ChatError(result.code, result.message, result.details);
  if (result.status !== "done") throw new Error(`a change was ${result.status}`);
  await Promise.all(result.dropped.map((storedName) => discard(parts, storedName)));
  return result.events;
}

/** A file nothing points to any more must not make the change fail that let go of it. */
async function discard(parts: Parts, storedName: string): Promise<void> {
  try {
    await parts.files.discard(storedName);
  } catch (failure) {
    parts.log.warn({ storedName, err: failure }, "a file that was let go of is still there");
  }
}

/**
 * A message the caller may see, and its ticket. One that is hidden, on another ticket than they say, or not there
 * are the same `not_found`.
 */
export async function visibleMessage(
  parts: Parts,
  caller: Caller,
  key: MessageKey,
  on?: TicketKey,
): Promise<{ readonly ticket: Ticket; readonly message: Message }> {
  // Who names a ticket they may not see learns nothing of its messages.
  const named = on && (await visibleTicket(parts, caller, on));
  const message = await parts.store.message(key);
  const ticket = named ?? (message && (await parts.tickets.get({ id: message.ticketId })));
  if (message && ticket && isFor(caller, ticket, message, on)) return { ticket, message };
  const name = "id" in key ? key.id : key.number;
  throw new ChatError("not_found", `no message ${name} for this user`, { field: "message" });
}

function isFor(caller: Caller, ticket: Ticket, message: Message, on: TicketKey | undefined): boolean {
  if (ticket.id !== message.ticketId || !caller.language.access(caller.identity, ticket)) return false;
  if (on && "session" in on && !(ticket.session && isWithin(ticket.session, message))) return false;
  if (message.deletedAt !== null && !caller.language.showsDeleted) return false;
  return maySee(audienceOf(caller, ticket), message.audience);
}
