import type { Commands, Identity } from "@ticketwire/core";
import type { z } from "zod";
import { type AnyOperation, operation } from "../dialect.js";
import { checkClaimedIdentity } from "../shared/claimed-identity.js";
import { clientKeyOf, givenKeys } from "../shared/client-key.js";
import { pageRequest } from "../shared/numbered-pages.js";
import { history, newMessage, personObject } from "./encode.js";
import { joinPayload, type sendBody, sendPayload, ticketPayload } from "./shapes.js";

/** The five events a client sends. Each is acknowledged with what its event would say, plus `success`. */
export const operations: Readonly<Record<string, AnyOperation>> = {
  join_ticket: operation({
    summary: "Watch a ticket: answered by `joined_ticket`, then `messages_history`",
    payload: joinPayload,
    command(payload, me) {
      checkClaimedIdentity(payload, me);
      return { name: "ticket.join", ticket: { ref: payload.ticketId }, page: pageRequest(payload) };
    },
    reply({ ticket, catchUp, present }, payload, scope) {
      const joined = {
        ticketId: ticket.ref,
        message: `Joined ticket ${ticket.ref}`,
        activeUsers: present.map(personObject),
      };
      // A join without a position always starts with a page.
      const page = catchUp.kind === "snapshot" ? [history(catchUp.page, payload, ticket, scope)] : [];
      return {
        ack: { success: true, ...joined },
        frames: [
          { event: "joined_ticket", payload: joined },
          ...page.map((shown) => ({ event: "messages_history", payload: shown })),
        ],
      };
    },
  }),

  leave_ticket: operation({
    summary: "Stop watching a ticket: answered by `left_ticket`",
    payload: ticketPayload,
    command(payload, me) {
      checkClaimedIdentity(payload, me);
      return { name: "ticket.leave", ticket: { ref: payload.ticketId } };
    },
    reply({ ticket }) {
      const left = { ticketId: ticket.ref, message: `Left ticket ${ticket.ref}` };
      return { ack: { success: true, ...left }, frames: [{ event: "left_ticket", payload: left }] };
    },
  }),

  send_message: operation({
    summary: "Say something on a ticket: everybody who watches it hears `new_message`",
    payload: sendPayload,
    command: (payload, me) => postFrom(payload.ticketId, payload, undefined, me),
    reply({ ticket, message, duplicate }, payload, scope) {
      const said = newMessage(message, ticket, scope);
      return { ack: { success: true, ...said, data: said.message, duplicate, ...givenKeys(payload) } };
    },
  }),

  typing_start: operation({
    summary: "Others hear `user_typing`, and `user_stopped_typing` after 10 s without another",
    payload: ticketPayload,
    command(payload, me) {
      checkClaimedIdentity(payload, me);
      return { name: "typing.start", ticket: { ref: payload.ticketId } };
    },
    reply: ({ ticket }) => ({ ack: { success: true, ticketId: ticket.ref } }),
  }),

  typing_stop: operation({
    summary: "Others hear `user_stopped_typing`",
    payload: ticketPayload,
    command(payload, me) {
      checkClaimedIdentity(payload, me);
      return { name: "typing.stop", ticket: { ref: payload.ticketId } };
    },
    reply: ({ ticket }) => ({ ack: { success: true, ticketId: ticket.ref } }),
  }),
};

/** Whether an event can only be this dialect's: one of its own names, or a message on a ticket. */
export function recognises(event: string, payload: unknown): boolean {
  if (event !== "send_message") return Object.hasOwn(operations, event);
  return typeof payload === "object" && payload !== null && "ticketId" in payload;
}

/** The command for a message a client sent; `header` is the request's `Idempotency-Key`. */
export function postFrom(
  ref: string,
  said: z.output<typeof sendBody>,
  header: string | undefined,
  me: Identity,
): { readonly name: "message.post" } & Commands["message.post"]["input"] {
  checkClaimedIdentity(said, me);
  return {
    name: "message.post",
    ticket: { ref },
    text: said.message ?? "",
    kind: said.messageType,
    attachments: said.attachments,
    clientId: clientKeyOf(said, header),
  };
}
