import type { Command, Identity, TicketKey } from "@ticketwire/core";
import type { z } from "zod";
import { type AnyOperation, operation } from "../dialect.js";
import { checkClaimedIdentity } from "../shared/claimed-identity.js";
import { clientKeyOf } from "../shared/client-key.js";
import { isoTime } from "../shared/iso-time.js";
import { messageObject, overviewObject, participantObject, sessionIn, sessionObject } from "./objects.js";
import { pageObject, pageRequest } from "./pages.js";
import { joinPayload, readPayload, type sendBody, sendPayload, sessionPayload } from "./shapes.js";

/** The events a client sends. Each is acknowledged, too, for clients that give a callback. */
export const operations: Readonly<Record<string, AnyOperation>> = {
  join_session: operation({
    summary: "Hear everything new in a session: answered by `session_joined`, with its newest messages",
    payload: joinPayload,
    command(payload, me): Command<"ticket.join"> {
      checkClaimedIdentity(payload, me);
      return { name: "ticket.join", ticket: within(payload.session_id), page: pageRequest(payload) };
    },
    reply({ ticket, present, catchUp }, payload, { me, links }) {
      const session = sessionIn(ticket);
      const joined = {
        session: sessionObject(session, ticket),
        // A join without a position always starts with a page.
        ...(catchUp.kind === "snapshot" ? pageObject(catchUp.page, payload, session, links) : {}),
        participants: [...present, me.user].map(participantObject),
      };
      return { ack: { success: true, ...joined }, frames: [{ event: "session_joined", payload: joined }] };
    },
  }),

  leave_session: simply(
    "ticket.leave",
    "Hear nothing more of a session, which goes on; others hear `user_left`",
  ),

  send_message: operation({
    summary: "Say something in a session: who has joined hears `new_message`, the sender `message_sent`",
    payload: sendPayload,
    command: (payload, me) => postFrom(payload.session_id, payload, me),
    reply({ ticket, message, duplicate }, { session_id, temp_id }, { links }) {
      const sent = {
        session_id,
        message_id: message.id,
        // As the client gave it, so that it knows its own again.
        temp_id: temp_id ?? message.clientId,
        sent_at: isoTime(message.createdAt),
      };
      const shown = messageObject(message, sessionIn(ticket), links);
      return {
        ack: { success: true, ...sent, message: shown, duplicate },
        frames: [{ event: "message_sent", payload: sent }],
      };
    },
  }),

  typing: simply(
    "typing.start",
    "Others hear `user_typing`, and `typing_stopped` after 10 s without another",
  ),

  stop_typing: simply("typing.stop", "Others hear `typing_stopped`"),

  mark_as_read: operation({
    summary: "Say that one has read these messages, or all there are; everybody hears `messages_read`",
    payload: readPayload,
    command: (payload, me) => markFrom(payload.session_id, payload, me),
    reply: (_outcome, { session_id }) => done(session_id),
  }),

  accept_chat: operation({
    summary: "Take a session that waits: its people hear `chat_accepted`. Of two agents exactly one gets it",
    payload: sessionPayload,
    command(payload, me): Command<"session.accept"> {
      checkClaimedIdentity(payload, me);
      return { name: "session.accept", session: { id: payload.session_id } };
    },
    reply: (overview, { session_id }, { links }) => done(session_id, overviewObject(overview, links)),
  }),

  close_chat: operation({
    summary: "End a session for good: its people hear `chat_closed`",
    payload: sessionPayload,
    command(payload, me): Command<"session.set_status"> {
      checkClaimedIdentity(payload, me);
      return { name: "session.set_status", session: { id: payload.session_id }, status: "closed" };
    },
    reply: (overview, { session_id }, { links }) => done(session_id, overviewObject(overview, links)),
  }),
};

/** Whether an event can only be this dialect's: `send_message` is others' too, who don't speak of sessions. */
export function recognises(event: string, payload: unknown): boolean {
  if (event !== "send_message") return Object.hasOwn(operations, event);
  return typeof payload === "object" && payload !== null && Object.hasOwn(payload, "session_id");
}

/** What a ticket is called here: by its session, which is all of it that is seen. */
export function within(sessionId: string): TicketKey {
  return { session: { id: sessionId } };
}

/** The command for a message a client sent; `header` is the request's `Idempotency-Key`, `uploaded` are the files it brought. */
export function postFrom(
  sessionId: string,
  said: z.output<typeof sendBody>,
  me: Identity,
  header?: string | undefined,
  uploaded: readonly { readonly id: string }[] = [],
): Command<"message.post"> {
  checkClaimedIdentity(said, me);
  return {
    name: "message.post",
    ticket: within(sessionId),
    text: said.content ?? "",
    kind: said.message_type,
    attachments: [...said.attachments, ...uploaded.map(({ id }) => id)],
    clientId: clientKeyOf(said, header),
  };
}

/** The command for what a client says it has read. */
export function markFrom(
  sessionId: string,
  said: Partial<z.output<typeof readPayload>>,
  me: Identity,
): Command<"receipt.mark"> {
  checkClaimedIdentity(said, me);
  const messages = said.message_ids?.map((id) => ({ id }));
  return { name: "receipt.mark", ticket: within(sessionId), messages };
}

/** An event that says nothing but which session it is about. */
function simply(name: "ticket.leave" | "typing.start" | "typing.stop", summary: string): AnyOperation {
  return operation({
    summary,
    payload: sessionPayload,
    command(payload, me): Command<typeof name> {
      checkClaimedIdentity(payload, me);
      return { name, ticket: within(payload.session_id) };
    },
    reply: (_outcome, { session_id }) => done(session_id),
  });
}

function done(session_id: string, session?: object) {
  return { ack: { success: true, session_id, ...(session ? { session } : {}) } };
}
