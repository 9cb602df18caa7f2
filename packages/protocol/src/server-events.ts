import { z } from "zod";
import { CLOSE_REASONS, NEXT_STEPS } from "./close-reasons.js";
import { audience, ref, time } from "./fields.js";
import { messageView, personView, ticketView } from "./views.js";

const place = {
  ticket: ref,
  seq: z.int().positive().meta({ description: "Its place in the reader's log: 1, 2, 3… without holes." }),
  at: time,
};

/** A fact in a ticket's log. Types may be added: an unknown one still takes its place in the log. */
export const eventFrame = z.discriminatedUnion("type", [
  z.object({ ...place, type: z.literal("message.posted"), message: messageView }),
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
  evicted: { summary: "You have been taken off a ticket", payload: evictedFrame },
  closing: { summary: "The server ends the connection", payload: closingFrame },
} as const;

/** The name of an event the server may send. */
export type ServerEvent = keyof typeof serverEvents;

export type EventFrame = z.infer<typeof eventFrame>;
export type SignalFrame = z.infer<typeof signalFrame>;
export type WelcomeFrame = z.infer<typeof welcomeFrame>;
export type EvictedFrame = z.infer<typeof evictedFrame>;
export type ClosingFrame = z.infer<typeof closingFrame>;
