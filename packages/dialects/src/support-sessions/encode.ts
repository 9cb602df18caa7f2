import {
  type Happening,
  type Identity,
  isOpen,
  isWithin,
  type MessagesRead,
  type Session,
  type SessionChanged,
  type Signal,
} from "@ticketwire/core";
import type { Frame, TicketScope } from "../dialect.js";
import { isoTime } from "../shared/iso-time.js";
import { access } from "./access.js";
import { accessLost, joinAgain } from "./errors.js";
import { isParty } from "./follow.js";
import { messageObject, participantObject, sessionObject } from "./objects.js";
import { STATUSES } from "./shapes.js";

/** What a connection hears once it is signed in. */
export function welcome({ user }: Identity): readonly Frame[] {
  const payload = { ...participantObject(user), message: `Connected as ${user.name}` };
  return [{ event: "connected", payload }];
}

/**
 * What happened in a ticket's session. Edits, deletions, reactions and changes of the ticket have no word here;
 * the next history shows them. What happens while no session is open is not said.
 */
export function encode(happening: Happening, scope: TicketScope): readonly Frame[] {
  const { session } = scope.ticket;
  if (!session) return [];
  switch (happening.type) {
    case "message.posted": {
      if (!isWithin(session, happening.message)) return [];
      const message = messageObject(happening.message, session, scope.links);
      return [{ event: "new_message", payload: { message, session_id: session.id } }];
    }
    case "messages.read":
      return read(happening, session);
    case "session.changed":
      return sessionChanged(happening, scope);
    case "typing.started":
    case "typing.stopped":
      return isOpen(session) ? [typing(happening, session)] : [];
    case "presence.joined":
    case "presence.left":
      return [presence(happening, session)];
    case "evicted":
      return evicted(session, scope);
    case "message.edited":
    case "message.deleted":
    case "message.reacted":
    case "ticket.updated":
      return [];
  }
}

/** How a session stands, in the few words that everybody concerned may hear. */
export function statusOf({ id, status, agent, changedAt }: Session) {
  return {
    session_id: id,
    status: STATUSES[status],
    agent_id: agent?.ref ?? null,
    agent_name: agent?.name ?? null,
    changed_at: isoTime(changedAt),
  };
}

/** Who has joined, whose session it is, and who did it, hears what became of it; the rest of the queue only how it stands. */
function sessionChanged({ session, was, by }: SessionChanged, scope: TicketScope): readonly Frame[] {
  const changed = { event: "session_status_changed", payload: statusOf(session) };
  const { joined, me, ticket } = scope;
  const concerns = me && (isParty(me.user.id, session) || me.user.id === by?.id);
  if (!joined && !concerns) return [changed];
  const { agent, status } = session;
  const shown = sessionObject(session, ticket);
  if (status === "closed") {
    return [{ event: "chat_closed", payload: { session: shown, closed_by: by?.ref ?? null } }, changed];
  }
  if (status === "active" && agent && (was === "waiting" || was === "paused")) {
    const payload = { session: shown, agent_id: agent.ref, agent_name: agent.name };
    return [{ event: "chat_accepted", payload }, changed];
  }
  return [changed];
}

/** For the others to hear. Without ids: everything up to now. */
function read({ by, what, at }: MessagesRead, session: Session): readonly Frame[] {
  const payload = { session_id: session.id, user_id: by.ref, read_at: isoTime(at) };
  const others = { event: "messages_read", exceptPersonId: by.id };
  if (what.kind === "list") {
    return [{ ...others, payload: { ...payload, message_ids: what.messages.map(({ id }) => id) } }];
  }
  const isElsewhere = what.to.seq <= session.from.seq || (session.to && what.from.seq >= session.to.seq);
  return isElsewhere ? [] : [{ ...others, payload }];
}

function typing({ type, person }: Signal, { id }: Session): Frame {
  const payload = { session_id: id, user_id: person.ref, user_name: person.name };
  return { event: type === "typing.started" ? "user_typing" : "typing_stopped", payload };
}

function presence({ type, person }: Signal, { id }: Session): Frame {
  const payload = { session_id: id, ...participantObject(person) };
  return { event: type === "presence.joined" ? "user_joined" : "user_left", payload };
}

/**
 * Taken off the ticket: because somebody else has accepted the session, which whoever waited for it must hear of; because
 * one may not take part any more; or, with access still, because another session has begun or a later join has failed.
 */
function evicted(session: Session, { me, ticket }: TicketScope): readonly Frame[] {
  const changed = { event: "session_status_changed", payload: statusOf(session) };
  if (!me) return [accessLost(session.id)];
  if (access(me, ticket)) return [changed, joinAgain(session.id)];
  return me.role === "agent" ? [changed, accessLost(session.id)] : [accessLost(session.id)];
}
