import { z } from "zod";
import { CLOSE_REASONS, NEXT_STEPS } from "./close-reasons.js";
import { audience, ref, sessionStatus, time } from "./fields.js";
import { messageView, personView, sessionView, ticketNews, ticketView } from "./views.js";

const place = {
  ticket: ref,
  seq: z.int().positive().meta({ description: "Its place in the reader's log: 1, 2, 3… without holes." }),
  at: time,
};

/** A fact in a ticket's log. Types may be added: an unknown one still takes its place in the log. */
export const eventFrame = z.discriminatedUnion("type", [
  z.object({ ...place, type: z.literal("message.posted"), message: messageView }),
  z.object({ ...place, type: z.literal("message.edited"), message: messageView, by: personView }),
  z.object({ ...place, type: z.literal("message.deleted"), message: messageView, by: personView }),
  z.object({
    ...place,
    type: z.literal("message.reacted"),
    message: messageView,
    by: personView,
    emoji: z.string(),
    on: z.boolean().meta({ description: "False when it was taken back." }),
  }),
  z.object({
    ...place,
    type: z.literal("messages.read"),
    by: personView,
    messages: z.array(z.string()).nullable().meta({
      description: "Ids of what was read; null for all of others' messages from `after` on, up to `upTo`.",
    }),
    after: z.int().min(0).nullable(),
    upTo: z.int().min(0).nullable(),
    covers: audience.nullable().meta({ description: "`public`: of the range, notes have not been read." }),
  }),
  z.object({
    ...place,
    type: z.literal("session.changed"),
    session: sessionView,
    was: sessionStatus
      .nullable()
      .meta({ description: "Its status before; null when it has just been opened." }),
    by: personView.nullable(),
  }),
  z.object({
    ...place,
    type: z.literal("ticket.updated"),
    by: personView.nullable(),
    changed: z.array(z.string()).meta({ description: "The fields that have changed." }),
    info: ticketView,
  }),
]);

/** Something that passes: never stored, never repeated. Its author does not hear it. */
export const signalFrame = z.object({
  ticket: ref,
  type: z.enum(["typing.started", "typing.stopped", "presence.joined", "presence.left"]),
  person: personView,
  audience,
  at: time,
});

/** What a connection hears first. */
export const welcomeFrame = z.object({
  user: personView,
  protocol: z.object({ version: z.int() }),
  tokenExpiresAt: time.nullable().meta({ description: "When the connection's token ends; null for never." }),
});

/** A session has changed on a ticket the connection does not watch: one that waits for an agent, or one's own. */
export const sessionFrame = z.object({
  ticket: ref,
  at: time,
  session: sessionView,
  was: sessionStatus.nullable(),
  by: personView.nullable(),
});

/** What has happened on any ticket since the last news: for who follows all of them. */
export const newsFrame = z.object({
  at: time,
  tickets: z.array(ticketNews),
  more: z.boolean().meta({ description: "Whether more has happened than is told: list again." }),
});

/** The connection has been taken off a ticket, or what it may see of it has changed. */
export const evictedFrame = z.object({ ticket: ref, at: time });

/** The last thing a connection hears. */
export const closingFrame = z.object({
  reason: z.enum(CLOSE_REASONS),
  next: z.enum(NEXT_STEPS),
  jitterMs: z.int().min(0).optional().meta({
    description: "With `reconnect_with_jitter`: wait a random time of at most this.",
  }),
});

/** Every event the server may send. */
export const serverEvents = {
  welcome: { summary: "You are signed in", payload: welcomeFrame },
  event: { summary: "Something happened on a ticket you watch", payload: eventFrame },
  signal: { summary: "Somebody types, comes or goes", payload: signalFrame },
  session: { summary: "A session changed on a ticket you don't watch", payload: sessionFrame },
  news: { summary: "Something happened on tickets, which you follow", payload: newsFrame },
  evicted: { summary: "You have been taken off a ticket", payload: evictedFrame },
  closing: { summary: "The server ends the connection", payload: closingFrame },
} as const;

/** The name of an event the server may send. */
export type ServerEvent = keyof typeof serverEvents;

export type EventFrame = z.infer<typeof eventFrame>;
export type SignalFrame = z.infer<typeof signalFrame>;
export type WelcomeFrame = z.infer<typeof welcomeFrame>;
export type SessionFrame = z.infer<typeof sessionFrame>;
export type NewsFrame = z.infer<typeof newsFrame>;
export type EvictedFrame = z.infer<typeof evictedFrame>;
export type ClosingFrame = z.infer<typeof closingFrame>;
