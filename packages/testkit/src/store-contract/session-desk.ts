import type { Session, SessionRow, Store } from "@ticketwire/core";
import { expect } from "vitest";
import { type Desk, NOON, nextUuid, openDesk } from "../fixtures.js";
import { openRow, sessionRow, told } from "../rows.js";

/** A desk on whose ticket Bob has opened a session; `over` says what is different. */
export async function withSession(
  store: Store,
  over: Parameters<typeof openRow>[1] = {},
): Promise<{ readonly desk: Desk; readonly session: Session }> {
  const desk = await openDesk(store);
  const { session } = await told(store, openRow(desk, { id: nextUuid(), ...over }), "session.changed");
  return { desk, session };
}

/** Ann closes a session. */
export function closeRow(desk: Desk, session: Session, at = NOON + 9000): SessionRow {
  const from = ["waiting", "active", "paused", "resolved"] as const;
  return sessionRow(desk, session, { from, status: "closed", agentId: undefined, at });
}

/** Closes a session, and gives it as it is then. */
export async function close(store: Store, desk: Desk, session: Session, at?: number): Promise<Session> {
  return (await told(store, closeRow(desk, session, at), "session.changed")).session;
}

/** The ticket's session, which must be the same under its own name. */
export async function sessionNow(store: Store, { ticket }: Desk): Promise<Session> {
  const session = (await store.ticket({ id: ticket.id }))?.session;
  if (!session) throw new Error("ticket has no session");
  expect(await store.session({ number: session.number })).toEqual(session);
  return session;
}

/** Who takes part in a session, and since when, in the order they came. */
export async function memberRefs(store: Store, { number }: Session): Promise<readonly string[]> {
  return (await store.sessionMembers(number)).map(({ person, joinedAt }) => `${person.ref} ${joinedAt}`);
}
