import { audienceOf, type Caller } from "../caller.js";
import type { SessionOverview } from "../listed.js";
import { pageSize } from "../page.js";
import { type Parts, visibleTicket } from "../parts.js";
import type { SessionQuery, UnreadQuery } from "../ports/queries.js";
import { sideOf } from "../role.js";
import type { Session, SessionParticipant } from "../session.js";
import type { Ticket } from "../ticket.js";
import type { Handler } from "./handler.js";
import { pageScope, readPage } from "./list-messages.js";

/** Reads one session. */
export const readSession: Handler<"session.read"> = async (parts, caller, input) => {
  const ticket = await visibleTicket(parts, caller, { session: input.session });
  const session = sessionOf(ticket);
  return {
    ...(await overviewOf(parts, caller, ticket, session)),
    participants: await participantsOf(parts, session),
  };
};

/** Lists the open sessions that concern the caller: an admin's are all, an agent's their own and those that wait. */
export const listSessions: Handler<"session.list"> = async (parts, caller, input) => {
  const found = await parts.store.sessions({ ...concerning(caller), limit: pageSize(input.limit) });
  const overviews = found.map(async (session) => {
    const ticket = await parts.tickets.get({ session: { id: session.id } });
    if (!ticket || !caller.language.access(caller.identity, ticket)) return [];
    return [await overviewOf(parts, caller, ticket, sessionOf(ticket))];
  });
  return { sessions: (await Promise.all(overviews)).flat() };
};

type Concern =
  | { readonly of: "everybody" }
  | { readonly of: "customer" | "agent"; readonly personId: number };

function concerning({ identity: { role, user } }: Caller): Concern & Partial<SessionQuery> {
  if (role === "admin") return { of: "everybody" };
  return { of: sideOf(role) === "customer" ? "customer" : "agent", personId: user.id };
}

/** A session as a list shows it. */
export async function overviewOf(
  parts: Parts,
  caller: Caller,
  ticket: Ticket,
  session: Session,
): Promise<SessionOverview> {
  const scope = pageScope(caller, { session: { id: session.id } }, { ...ticket, session });
  const query: UnreadQuery = { ...scope, by: { personId: caller.identity.user.id } };
  const [page, [unread = 0]] = await Promise.all([
    readPage(parts, { ...scope, deleted: false }, { limit: 1 }),
    parts.store.unread([query]),
  ]);
  return {
    ticket: { ...ticket, session },
    session,
    audience: audienceOf(caller, ticket),
    unread,
    lastMessage: page.messages[0] ?? null,
  };
}

/** Everybody who takes part in a session, and whether they are typing. */
export async function participantsOf(parts: Parts, session: Session): Promise<readonly SessionParticipant[]> {
  const members = await parts.store.sessionMembers(session.number);
  return members.map((member) => {
    const typedAt = parts.typing.since(session.ticketId, member.person.id);
    return { ...member, isTyping: typedAt !== null, typedAt };
  });
}

/** The session of a ticket that was named by it. */
export function sessionOf({ session }: Ticket): Session {
  if (!session) throw new Error("a ticket that was named by its session has none");
  return session;
}
