import type { Caller } from "../caller.js";
import { appendChange } from "../change.js";
import { ChatError } from "../errors.js";
import { hiddenTicket, type Parts } from "../parts.js";
import { sideOf } from "../role.js";
import type { NewTicket } from "../session.js";
import { isOpen, type Session } from "../session.js";
import { cleanText } from "../text.js";
import type { OwnTicketKey, Ticket } from "../ticket.js";
import type { Handler } from "./handler.js";
import { postMessage } from "./post-message.js";
import { overviewOf, participantsOf, sessionOf } from "./sessions.js";

/** Opens a session on a ticket, or joins the one that is open. */
export const openSession: Handler<"session.open"> = async (parts, caller, input) => {
  const { user, role } = caller.identity;
  const { firstMessage } = input;
  // What can't be said must not leave an open session behind.
  const isSaid = firstMessage !== undefined && cleanText(firstMessage.text).trim() !== "";
  const ticket = input.ticket
    ? await openableTicket(parts, caller, input.ticket)
    : await newTicket(parts, caller, input.newTicket ?? {});
  const customer = ticket.related.customer?.id ?? (sideOf(role) === "customer" ? user.id : null);
  const [event] = await appendChange(parts, {
    type: "session.opened",
    ticketId: ticket.id,
    at: parts.clock.now(),
    by: user.id,
    id: parts.ids.uuid(),
    customerId: customer,
    context: input.context ?? {},
  });
  const opened = event?.type === "session.changed" ? event.session : null;
  const open = opened ?? (await openSessionOf(parts, ticket));
  await parts.store.joinSession(open.number, user.id, parts.clock.now());
  const session = isSaid ? await sayIn(parts, caller, open, firstMessage) : open;
  return {
    ...(await overviewOf(parts, caller, ticket, session)),
    opened: opened !== null,
    participants: await participantsOf(parts, session),
  };
};

/** Says the first message in a session, which opens it again when it was resolved. */
async function sayIn(
  parts: Parts,
  caller: Caller,
  session: Session,
  said: { readonly text: string; readonly clientId?: string | undefined },
): Promise<Session> {
  const { id } = session;
  await postMessage(parts, caller, { ticket: { session: { id } }, ...said });
  return (await parts.store.session({ id })) ?? session;
}

/** A ticket on which the caller may open a session, or join the one that is open: a closed one does not count. */
async function openableTicket(
  parts: Parts,
  { language, identity }: Caller,
  key: OwnTicketKey,
): Promise<Ticket> {
  const ticket = await parts.tickets.get(key);
  const session = ticket?.session && isOpen(ticket.session) ? ticket.session : null;
  if (ticket && language.access(identity, { ...ticket, session })) return ticket;
  throw hiddenTicket(key);
}

/** The session that was open when another one was asked for. */
async function openSessionOf(parts: Parts, { id }: Ticket): Promise<Session> {
  const now = await parts.store.ticket({ id });
  if (!now?.session || !isOpen(now.session)) {
    throw new ChatError("unavailable", "the session has just been closed, try again", { retryAfterMs: 0 });
  }
  return sessionOf(now);
}

/** A ticket for a session that was asked for without one. The same client id of the same person is the same ticket. */
async function newTicket(parts: Parts, caller: Caller, asked: NewTicket): Promise<Ticket> {
  const { user, role } = caller.identity;
  const { clientId, ...facts } = asked;
  const ref = clientId === undefined ? parts.ids.uuid() : `session-of-${user.number}-${clientId}`;
  const known = await parts.store.ticket({ ref });
  if (known) return known;
  const people = { creator: user.ref, ...(sideOf(role) === "customer" ? { customer: user.ref } : {}) };
  const now = parts.clock.now();
  const [put] = await parts.store.putTickets([{ ref, status: "open", ...facts, ...people }], user.id, now);
  if (!put) throw new Error("a ticket that was put is not there");
  parts.tickets.put(put.ticket, now);
  return put.ticket;
}
