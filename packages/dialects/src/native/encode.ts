import {
  type Audience,
  type CloseReason,
  type Happening,
  type Identity,
  type MessagesRead,
  NEXT_STEP,
  type SessionChanged,
  type Signal,
  seqFor,
  type Ticket,
  type TicketEvent,
  type TicketNews,
} from "@ticketwire/core";
import {
  type ClosingFrame,
  type EventFrame,
  type EvictedFrame,
  type NewsFrame,
  PROTOCOL_VERSION,
  RECONNECT_JITTER_MS,
  type ServerEvent,
  type SessionFrame,
  type SignalFrame,
  type WelcomeFrame,
} from "@ticketwire/protocol";
import type { Frame, Scope, TicketScope } from "../dialect.js";
import { Json } from "../json.js";
import { isoTime } from "../shared/iso-time.js";
import { newsView } from "./list-shapes.js";
import { messageText } from "./message-text.js";
import { messageView, personView, type Reading, sessionView, ticketView } from "./shapes.js";
import { SharedJson, SharedTimes } from "./shared-json.js";

/** What happened, as frames for the readers of one audience. */
export function encode(happening: Happening, scope: TicketScope): readonly Frame[] {
  switch (happening.type) {
    case "message.posted":
      return [frame("event", postedFrame(happening, scope))];
    case "message.edited":
    case "message.deleted":
    case "message.reacted":
    case "messages.read":
    case "ticket.updated":
      return [frame("event", eventFrame(happening, scope))];
    case "session.changed":
      return [
        scope.joined
          ? frame("event", eventFrame(happening, scope))
          : frame("session", sessionFrame(happening, scope)),
      ];
    case "typing.started":
    case "typing.stopped":
    case "presence.joined":
    case "presence.left":
      return [frame("signal", signalFrame(happening, scope))];
    case "evicted":
      return [
        frame("evicted", { ticket: scope.ticket.ref, at: isoTime(happening.at) } satisfies EvictedFrame),
      ];
  }
}

/** What `eventFrame` makes of a message, as JSON. */
function postedFrame(event: TicketEvent & { readonly type: "message.posted" }, reading: Reading): Json {
  const seq = seqFor(reading.audience, event);
  return new Json(
    `${HEADS.of(reading.ticket)}${seq}${POSTED.of(event.at)}${messageText(event.message, reading)}}`,
  );
}

const HEADS = new SharedJson<Ticket>(
  (one, other) => one.ref === other.ref,
  ({ ref }) => `{"ticket":${JSON.stringify(ref)},"seq":`,
);

const POSTED = new SharedTimes((at) => `,"at":"${isoTime(at)}","type":"message.posted","message":`);

function placeOf(event: TicketEvent, { ticket, audience }: Reading) {
  return { ticket: ticket.ref, seq: seqFor(audience, event), at: isoTime(event.at) };
}

/** A fact in a ticket's log, in the numbering of who reads it. */
export function eventFrame(event: TicketEvent, reading: Reading): EventFrame {
  const place = placeOf(event, reading);
  switch (event.type) {
    case "message.posted":
      return { ...place, type: event.type, message: messageView(event.message, reading) };
    case "message.edited":
    case "message.deleted":
      return {
        ...place,
        type: event.type,
        message: messageView(event.message, reading),
        by: personView(event.by),
      };
    case "message.reacted":
      return {
        ...place,
        type: event.type,
        message: messageView(event.message, reading),
        by: personView(event.by),
        emoji: event.emoji,
        on: event.on,
      };
    case "messages.read":
      return { ...place, type: event.type, by: personView(event.by), ...whatWasRead(event, reading) };
    case "session.changed":
      return { ...place, type: event.type, ...sessionChange(event, reading) };
    case "ticket.updated":
      return {
        ...place,
        type: event.type,
        by: event.by && personView(event.by),
        changed: [...event.changed],
        info: ticketView(reading.ticket),
      };
  }
}

function whatWasRead({ what }: MessagesRead, { audience }: Reading) {
  if (what.kind === "list") {
    return { messages: what.messages.map(({ id }) => id), after: null, upTo: null, covers: null };
  }
  // SPEC: S6. Who may not see notes does not hear that somebody else may.
  const covers = audience === "public" ? audience : what.covers;
  return { messages: null, after: seqFor(audience, what.from), upTo: seqFor(audience, what.to), covers };
}

function sessionChange({ session, was, by }: SessionChanged, { ticket }: Pick<Reading, "ticket">) {
  return { session: sessionView(session, ticket), was, by: by && personView(by) };
}

function sessionFrame(event: SessionChanged, { ticket }: TicketScope): SessionFrame {
  return { ticket: ticket.ref, at: isoTime(event.at), ...sessionChange(event, { ticket }) };
}

/** What has happened on tickets, for who follows all of them. */
export function encodeNews(
  news: readonly TicketNews[],
  audience: Audience,
  more: boolean,
  { now }: Scope,
): readonly Frame[] {
  const tickets = news.flatMap((one) => {
    const happened = audience === "internal" ? one.internal : one.public;
    return happened ? [newsView(one.ticket, happened)] : [];
  });
  return [frame("news", { at: isoTime(now), tickets, more } satisfies NewsFrame)];
}

function signalFrame({ type, person, audience, at }: Signal, { ticket }: TicketScope): SignalFrame {
  return { ticket: ticket.ref, type, person: personView(person), audience, at: isoTime(at) };
}

/** What a connection hears first. */
export function welcome(me: Identity): readonly Frame[] {
  return [frame("welcome", welcomeView(me))];
}

/** Who somebody is signed in as, and until when. */
export function welcomeView({ user, expiresAt }: Identity): WelcomeFrame {
  return {
    user: personView(user),
    protocol: { version: PROTOCOL_VERSION },
    tokenExpiresAt: expiresAt === null ? null : isoTime(expiresAt),
  };
}

/** The last thing a connection hears: why it ends, and what to do next. */
export function farewell(reason: CloseReason): readonly Frame[] {
  const next = NEXT_STEP[reason];
  const payload: ClosingFrame = {
    reason,
    next,
    ...(next === "reconnect_with_jitter" ? { jitterMs: RECONNECT_JITTER_MS } : {}),
  };
  return [frame("closing", payload)];
}

function frame(event: ServerEvent, payload: unknown): Frame {
  return { event, payload };
}
