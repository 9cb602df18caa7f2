import type { Command } from "@ticketwire/core";
import { operation } from "../dialect.js";
import { answer, declared } from "./declared.js";
import { sessionOverviewView } from "./shapes.js";

/** What a client may send about sessions. */
export const sessionOperations = {
  openSession: operation({
    ...declared("openSession"),
    command: ({ ticket, context }): Command<"session.open"> => ({
      name: "session.open",
      ticket: { ref: ticket },
      context,
    }),
    reply: (outcome, _payload, { links }) =>
      answer<"openSession">({ ok: true, ...sessionOverviewView(outcome, links), opened: outcome.opened }),
  }),

  acceptSession: operation({
    ...declared("acceptSession"),
    command: ({ session }): Command<"session.accept"> => ({
      name: "session.accept",
      session: { id: session },
    }),
    reply: (overview, _payload, { links }) =>
      answer<"acceptSession">({ ok: true, ...sessionOverviewView(overview, links) }),
  }),

  setSessionStatus: operation({
    ...declared("setSessionStatus"),
    command: ({ session, status }): Command<"session.set_status"> => ({
      name: "session.set_status",
      session: { id: session },
      status,
    }),
    reply: (overview, _payload, { links }) =>
      answer<"setSessionStatus">({ ok: true, ...sessionOverviewView(overview, links) }),
  }),

  sessions: operation({
    ...declared("sessions"),
    command: ({ limit }): Command<"session.list"> => ({ name: "session.list", limit }),
    reply: ({ sessions }, _payload, { links }) =>
      answer<"sessions">({ ok: true, sessions: sessions.map((one) => sessionOverviewView(one, links)) }),
  }),
} as const;
