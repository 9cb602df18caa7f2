import { z } from "zod";
import { ERROR_CODES } from "./error-codes.js";
import {
  attachmentIds,
  audience,
  clientId,
  cursor,
  emoji,
  flag,
  messageId,
  messageKind,
  pageLimit,
  position,
  ref,
  searchText,
  sessionStatus,
  text,
  word,
} from "./fields.js";
import { eventFrame } from "./server-events.js";
import {
  messagePageView,
  messageView,
  participantView,
  personView,
  sessionOverview,
  ticketView,
} from "./views.js";

/** What a refused request is answered with. */
export const refusal = z.object({
  ok: z.literal(false),
  error: z.object({
    code: z.enum(ERROR_CODES),
    message: z.string().meta({ description: "Safe to show to the person who sent the request." }),
    retryable: z.boolean().meta({ description: "Whether the same request, unchanged, may succeed later." }),
    details: z
      .object({
        field: z.string().optional().meta({ description: "The field of the payload that is wrong." }),
        retryAfterMs: z.int().min(0).optional(),
        holder: z.string().optional().meta({ description: "Who or what already holds what was asked for." }),
      })
      .optional(),
  }),
});

/** What a reader gets on joining: exactly what they missed, or a fresh start from the newest page. */
export const catchUp = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("resumed"),
    events: z.array(eventFrame).meta({ description: "Every event after the position, in order." }),
  }),
  z.object({ kind: z.literal("snapshot"), ...messagePageView.omit({ hasNewer: true }).shape }),
]);

const onTicket = { ticket: ref };
const onMessage = { ...onTicket, message: messageId };
const onSession = { session: messageId };
const done = z.object({ ok: z.literal(true) });
const changed = z.object({ ok: z.literal(true), message: messageView });

/** Every event a client may send: its payload, and what it is answered with when all is well. */
export const clientEvents = {
  join: {
    summary: "Start to watch a ticket",
    payload: z.object({ ...onTicket, position: position.optional(), limit: pageLimit.optional() }),
    answer: z.object({
      ok: z.literal(true),
      ticket: ticketView,
      audience: audience.meta({ description: "What the reader may see of this ticket." }),
      position,
      present: z.array(personView).meta({ description: "Who else watches the ticket now." }),
      catchUp,
    }),
  },
  leave: { summary: "Stop watching a ticket", payload: z.object(onTicket), answer: done },
  post: {
    summary: "Say something on a ticket",
    payload: z.object({
      ...onTicket,
      clientId,
      text,
      kind: messageKind.optional(),
      audience: audience.optional(),
      attachments: attachmentIds.optional(),
      replyTo: messageId.optional(),
    }),
    answer: z.object({
      ok: z.literal(true),
      message: messageView,
      duplicate: z.boolean().meta({ description: "Whether this client id had been used before." }),
    }),
  },
  typing: {
    summary: "Start or stop typing",
    payload: z.object({ ...onTicket, on: flag, audience: audience.optional() }),
    answer: done,
  },
  history: {
    summary: "Read a page of messages",
    payload: z.object({
      ...onTicket,
      before: cursor.optional(),
      after: cursor.optional(),
      limit: pageLimit.optional(),
    }),
    answer: z.object({ ok: z.literal(true), ...messagePageView.shape }),
  },
  edit: {
    summary: "Put a message in other words: its author, or an admin",
    payload: z.object({ ...onMessage, text }),
    answer: changed,
  },
  delete: {
    summary: "Take a message back: its author, or an admin",
    payload: z.object(onMessage),
    answer: changed,
  },
  react: {
    summary: "Answer a message with an emoji, or take that back",
    payload: z.object({ ...onMessage, emoji, on: flag }),
    answer: changed,
  },
  read: {
    summary: "Say that you have read these messages, or all of them",
    payload: z.object({ ...onTicket, messages: z.array(messageId).optional() }),
    answer: done,
  },
  unread: {
    summary: "Count what you have not read",
    payload: z.object(onTicket),
    answer: z.object({ ok: z.literal(true), unread: z.int().min(0) }),
  },
  search: {
    summary: "Find messages by what they say, newest first",
    payload: z.object({
      ...onTicket,
      text: searchText,
      before: cursor.optional(),
      limit: pageLimit.optional(),
    }),
    answer: z.object({ ok: z.literal(true), messages: z.array(messageView), hasOlder: z.boolean() }),
  },
  openSession: {
    summary: "Open a session on a ticket, or join the one that is open",
    payload: z.object({ ...onTicket, context: z.record(z.string(), z.string()).optional() }),
    answer: z.object({ ok: z.literal(true), ...sessionOverview.shape, opened: z.boolean() }),
  },
  acceptSession: {
    summary: "Take a session that waits; of two who race one wins",
    payload: z.object(onSession),
    answer: z.object({ ok: z.literal(true), ...sessionOverview.shape }),
  },
  setSessionStatus: {
    summary: "Hand a session back, set it aside, resolve it or close it",
    payload: z.object({ ...onSession, status: sessionStatus }),
    answer: z.object({ ok: z.literal(true), ...sessionOverview.shape }),
  },
  sessions: {
    summary: "List the open sessions that concern you",
    payload: z.object({ limit: pageLimit.optional() }),
    answer: z.object({ ok: z.literal(true), sessions: z.array(sessionOverview) }),
  },
  follow: {
    summary: "Hear news of every ticket, or no longer: for who may see all of them",
    payload: z.object({ on: flag }),
    answer: done,
  },
  updateTicket: {
    summary: "Give a ticket to somebody, or change its status or priority: who works on tickets",
    payload: z.object({
      ...onTicket,
      assignee: ref.nullable().optional(),
      status: word.optional(),
      priority: word.nullable().optional(),
    }),
    answer: z.object({ ok: z.literal(true), ticket: ticketView }),
  },
  participants: {
    summary: "List who is on a ticket",
    payload: z.object(onTicket),
    answer: z.object({ ok: z.literal(true), participants: z.array(participantView) }),
  },
} as const;

/** The name of an event a client may send. */
export type ClientEvent = keyof typeof clientEvents;

/** What a client sends with an event. */
export type Payload<E extends ClientEvent> = z.input<(typeof clientEvents)[E]["payload"]>;

/** What an event is answered with when all is well. */
export type Answer<E extends ClientEvent> = z.output<(typeof clientEvents)[E]["answer"]>;

/** What a refused request is answered with. */
export type Refusal = z.infer<typeof refusal>;

/** Why a request was refused. */
export type WireError = Refusal["error"];

export type CatchUp = z.infer<typeof catchUp>;
