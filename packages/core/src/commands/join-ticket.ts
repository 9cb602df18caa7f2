import type { Audience } from "../audience.js";
import { audienceOf } from "../caller.js";
import type { CatchUp, Commands } from "../command.js";
import { ChatError } from "../errors.js";
import { type Parts, visibleTicket } from "../parts.js";
import { epochFor, type LogPlace, seqFor } from "../position.js";
import type { Ticket } from "../ticket.js";
import { unseat } from "../unseat.js";
import type { Handler } from "./handler.js";
import { readPage } from "./list-messages.js";

/** The most events a reader is caught up on one by one; who missed more starts afresh. */
const MAX_MISSED = 500;

/** Seats a connection on a ticket and tells it what it missed. SPEC: resume. */
export const joinTicket: Handler<"ticket.join"> = async (parts, caller, input) => {
  const { connection } = caller;
  if (!connection) throw new ChatError("invalid", "joining a ticket needs a live connection");
  const ticket = await visibleTicket(parts, caller, input.ticket);
  if (connection.closed) throw new ChatError("unavailable", "the connection was closed before it joined");
  const audience = audienceOf(caller, ticket);
  const isNew = !connection.seats.has(ticket.id);
  const { seat, channel } = parts.hub.reserve(connection, ticket, audience);
  if (isNew) parts.presence.enter(ticket.id, caller.identity.user);
  try {
    const { catchUp, head } = await catchUpOn(parts, ticket, audience, input);
    return {
      ticket: channel.ticket,
      audience,
      position: { epoch: epochFor(audience, ticket.epoch), seq: seqFor(audience, head) },
      catchUp,
      present: parts.presence.on(ticket.id).filter(({ id }) => id !== caller.identity.user.id),
      start: () => channel.start(seat, head.seq),
    };
  } catch (failure) {
    if (connection.seats.get(ticket.id) === seat) unseat(parts, connection, ticket.id, false);
    throw failure;
  }
};

async function catchUpOn(
  parts: Parts,
  ticket: Ticket,
  audience: Audience,
  { position, page }: Commands["ticket.join"]["input"],
): Promise<{ catchUp: CatchUp; head: LogPlace }> {
  if (position?.epoch === epochFor(audience, ticket.epoch)) {
    const { events, head } = await parts.store.readLog({
      ticketId: ticket.id,
      audience,
      after: position.seq,
      limit: MAX_MISSED,
    });
    const missed = seqFor(audience, head) - position.seq;
    if (missed === events.length) return { catchUp: { kind: "resumed", missed: events }, head };
  }
  const snapshot = await readPage(parts, ticket.id, audience, page ?? {});
  return { catchUp: { kind: "snapshot", page: snapshot }, head: snapshot.head };
}
