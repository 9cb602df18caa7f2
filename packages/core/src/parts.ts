import type { Caller } from "./caller.js";
import { ChatError } from "./errors.js";
import type { TicketEvent } from "./event.js";
import type { GroupCommit } from "./group-commit.js";
import type { Hub } from "./hub.js";
import type { Newsroom } from "./newsroom.js";
import type { Bus } from "./ports/bus.js";
import type { Clock, Ids, Log, Timers } from "./ports/clock.js";
import type { Files } from "./ports/files.js";
import type { Meter } from "./ports/meter.js";
import type { LogSpan } from "./ports/queries.js";
import type { Store } from "./ports/store.js";
import type { Presence } from "./presence.js";
import type { Session } from "./session.js";
import type { Ticket, TicketKey } from "./ticket.js";
import type { TicketCache } from "./ticket-cache.js";
import type { Typing } from "./typing.js";

/** What the engine needs from outside. */
export interface Ports {
  readonly store: Store;
  readonly bus: Bus;
  readonly files: Files;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly log: Log;
  /** Left out when nobody counts. */
  readonly meter?: Meter | undefined;
}

/** What the commands work with. */
export interface Parts extends Ports {
  readonly meter: Meter;
  readonly commit: GroupCommit;
  readonly hub: Hub;
  readonly tickets: TicketCache;
  readonly typing: Typing;
  readonly presence: Presence;
  readonly newsroom: Newsroom;
  /** Hands events that have just been stored to the readers here and on other nodes, and news to who follows a session from afar. */
  readonly announce: (ticketId: number, events: readonly TicketEvent[]) => void;
}

/** The ticket, if the caller may take part in it. One that is hidden and one that is not there are the same `not_found`. */
export async function visibleTicket(parts: Parts, caller: Caller, key: TicketKey): Promise<Ticket> {
  return visible(await parts.tickets.get(key), caller, key);
}

/** The same at once; undefined while too little is known of the ticket. */
export function knownVisibleTicket(parts: Parts, caller: Caller, key: TicketKey): Ticket | undefined {
  const ticket = parts.tickets.known(key);
  return ticket && visible(ticket, caller, key);
}

function visible(ticket: Ticket | null, { identity, language }: Caller, key: TicketKey): Ticket {
  if (ticket && language.access(identity, ticket)) return ticket;
  throw hiddenTicket(key);
}

/** The refusal of a ticket that is hidden from the caller or not there. */
export function hiddenTicket(key: TicketKey): ChatError {
  if ("session" in key) {
    const [name] = Object.values(key.session);
    return new ChatError("not_found", `no session ${name} for this user`, { field: "session" });
  }
  const name = "ref" in key ? key.ref : key.number;
  return new ChatError("not_found", `no ticket ${name} for this user`, { field: "ticket" });
}

/** The session a command names; null when it names the ticket. */
export function sessionIn(key: TicketKey, { session }: Ticket): Session | null {
  return "session" in key ? session : null;
}

/** The part of the log a command is about: that of the session it names, else all of it. */
export function spanOf(key: TicketKey, ticket: Ticket): LogSpan | undefined {
  const session = sessionIn(key, ticket);
  return session ? { from: session.from, to: session.to } : undefined;
}
