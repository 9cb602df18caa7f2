import { audienceOf } from "../caller.js";
import type { Channel } from "../channel.js";
import type { Commands } from "../command.js";
import type { Connection } from "../connection.js";
import { ChatError } from "../errors.js";
import type { CatchUp, Joined } from "../joined.js";
import { hiddenTicket, type Parts, sessionIn, visibleTicket } from "../parts.js";
import { personOf } from "../person.js";
import { epochFor, type LogPlace, seqFor } from "../position.js";
import { mayKeep, type Seat } from "../seat.js";
import type { Session } from "../session.js";
import type { Ticket, TicketKey } from "../ticket.js";
import { evict, unseat } from "../unseat.js";
import type { Handler } from "./handler.js";
import { checkPage, type PageScope, pageScope, readPage } from "./list-messages.js";

/** The most events a reader is caught up on one by one; who missed more starts afresh. */
const MAX_MISSED = 500;

/** Seats a connection on a ticket and tells it what it missed. SPEC: S4. */
export const joinTicket: Handler<"ticket.join"> = async (parts, caller, input) => {
  const { connection } = caller;
  if (!connection) throw new ChatError("invalid", "joining a ticket needs a live connection");
  checkPage(input.page ?? {});
  const ticket = await visibleTicket(parts, caller, input.ticket);
  const scope = pageScope(caller, input.ticket, ticket);
  const session = sessionIn(input.ticket, ticket);
  if (session && !(await isLatest(parts, session))) return lookedAt(parts, scope, ticket, input);
  if (connection.closed) throw new ChatError("unavailable", "the connection was closed before it joined");
  const audience = audienceOf(connection, ticket);
  const isRepeated = connection.seats.has(ticket.id);
  const { seat, channel } = parts.hub.reserve(connection, ticket, audience, session?.number ?? null);
  try {
    const epoch = epochFor(audience, ticket.epoch);
    const read = (): ReturnType<typeof catchUpOn> => catchUpOn(parts, scope, epoch, input);
    let { catchUp, head } = await read();
    // From the cursor on, events keep the facts true; who comes first makes sure of those up to it.
    if (channel.cursor === undefined) await parts.hub.refresh(channel, head.seq);
    while (!channel.canGoOnFrom(head.seq)) ({ catchUp, head } = await read());
    checkWelcome(connection, channel, seat, input.ticket);
    channel.answer(seat, head.seq);
    const me = personOf(connection.identity.user);
    if (connection.seats.get(ticket.id) === seat) parts.presence.enter(ticket.id, me, connection);
    return {
      ticket: channel.ticket,
      audience,
      position: { epoch, seq: seqFor(audience, head) },
      catchUp,
      present: parts.presence.on(ticket.id).filter(({ id }) => id !== me.id),
      start: () => {
        if (mayKeep(seat, channel.ticket)) parts.hub.start(channel, seat);
        else if (connection.seats.get(ticket.id) === seat) evict(parts, connection, channel.ticket);
      },
    };
  } catch (failure) {
    if (connection.seats.get(ticket.id) === seat) {
      // Who had joined before believes to be on the ticket still.
      if (isRepeated) evict(parts, connection, channel.ticket);
      else unseat(parts, connection, ticket.id, false);
    }
    throw failure;
  }
};

/** Whether a session is the one its ticket is in now, so that there is something to watch. */
async function isLatest(parts: Parts, { ticketId, number }: Session): Promise<boolean> {
  const ticket = await parts.tickets.get({ id: ticketId });
  return ticket?.session?.number === number;
}

/** A session that another one has followed can be looked at; nothing happens in it any more. */
async function lookedAt(
  parts: Parts,
  scope: PageScope,
  ticket: Ticket,
  { page }: Commands["ticket.join"]["input"],
): Promise<Joined> {
  const { audience } = scope;
  const snapshot = await readPage(parts, scope, page ?? {});
  const position = { epoch: epochFor(audience, ticket.epoch), seq: seqFor(audience, snapshot.head) };
  return {
    ticket,
    audience,
    position,
    catchUp: { kind: "snapshot", page: snapshot },
    present: [],
    start() {},
  };
}

/** Whether the join may still go through, now that what it asked for has been read. */
function checkWelcome(connection: Connection, channel: Channel, seat: Seat, key: TicketKey): void {
  const { identity, language, seats } = connection;
  if (!language.access(identity, channel.ticket)) throw hiddenTicket(key);
  if (!mayKeep(seat, channel.ticket)) {
    throw new ChatError("unavailable", "what this user may see of the ticket has just changed, join again");
  }
  const current = seats.get(channel.ticket.id);
  // A later join that still reads answers after this one; one that has answered must have the last word.
  if (current !== seat && current?.state.at !== "reading") {
    throw new ChatError("conflict", "the ticket was left, or joined again, before this join was done");
  }
}

async function catchUpOn(
  parts: Parts,
  scope: PageScope,
  epoch: string,
  { position, page }: Commands["ticket.join"]["input"],
): Promise<{ catchUp: CatchUp; head: LogPlace }> {
  if (position?.epoch === epoch) {
    const { ticketId, audience } = scope;
    const query = { ticketId, audience, after: position.seq, limit: MAX_MISSED };
    const { events, head } = await parts.store.readLog(query);
    const missed = seqFor(audience, head) - position.seq;
    if (missed === events.length) return { catchUp: { kind: "resumed", missed: events }, head };
  }
  const snapshot = await readPage(parts, scope, page ?? {});
  return { catchUp: { kind: "snapshot", page: snapshot }, head: snapshot.head };
}
