import type { Identity, TicketKey } from "@ticketwire/core";
import type { z } from "zod";
import { type AnyOperation, operation } from "../dialect.js";
import { checkClaimedIdentity } from "../shared/claimed-identity.js";
import { clientKeyOf, givenKeys } from "../shared/client-key.js";
import { incomingFiles } from "../shared/inline-files.js";
import { pageRequest } from "../shared/numbered-pages.js";
import { history, newMessage } from "./encode.js";
import { historyPayload, sendPayload, ticketPayload } from "./shapes.js";

/** The six events a signed-in client sends. Each is acknowledged with what its event would say, plus `success`. */
export const operations: Readonly<Record<string, AnyOperation>> = {
  join_ticket: operation({
    summary: "Watch a ticket: answered by `joined_ticket`",
    payload: ticketPayload,
    // Who joins asks for the history by itself, so the page that comes with joining is as small as can be.
    command: (payload, me) => ({ name: "ticket.join", ticket: ticketOf(payload, me), page: { limit: 1 } }),
    reply({ ticket }) {
      const joined = { ticketId: ticket.ref, message: `Joined ticket ${ticket.ref}` };
      return { ack: { success: true, ...joined }, frames: [{ event: "joined_ticket", payload: joined }] };
    },
  }),

  leave_ticket: operation({
    summary: "Stop watching a ticket: answered by `left_ticket`",
    payload: ticketPayload,
    command: (payload, me) => ({ name: "ticket.leave", ticket: ticketOf(payload, me) }),
    reply({ ticket }) {
      const left = { ticketId: ticket.ref, message: `Left ticket ${ticket.ref}` };
      return { ack: { success: true, ...left }, frames: [{ event: "left_ticket", payload: left }] };
    },
  }),

  get_messages: operation({
    summary: "A page of a ticket's messages, oldest first: answered by `messages_loaded`",
    payload: historyPayload,
    command: (payload, me) => ({
      name: "message.list",
      ticket: ticketOf(payload, me),
      page: pageRequest(payload),
    }),
    reply({ ticket, page }, payload, scope) {
      const loaded = history(page, payload, ticket, scope);
      return { ack: { success: true, ...loaded }, frames: [{ event: "messages_loaded", payload: loaded }] };
    },
  }),

  send_message: operation({
    summary: "Say something on a ticket: everybody who watches it hears `new_message`",
    payload: sendPayload,
    upload(payload, me) {
      if (payload.attachments.length === 0) return undefined;
      const files = incomingFiles(payload.attachments, "attachments");
      return { name: "attachment.upload", ticket: ticketOf(payload, me), files };
    },
    command: (payload, me, uploaded) => ({
      name: "message.post",
      ticket: ticketOf(payload, me),
      text: payload.message ?? "",
      attachments: uploaded.map(({ id }) => id),
      clientId: clientKeyOf(payload) ?? keysBesides(payload).id,
    }),
    reply({ ticket, message, duplicate }, payload, scope) {
      const said = newMessage(message, ticket, scope);
      return {
        ack: { success: true, ...said, duplicate, ...keysBesides(payload), ...givenKeys(payload) },
      };
    },
  }),

  typing_start: operation({
    summary: "Others hear `user_typing`, and `user_stopped_typing` after 10 s without another",
    payload: ticketPayload,
    command: (payload, me) => ({ name: "typing.start", ticket: ticketOf(payload, me) }),
    reply: ({ ticket }) => ({ ack: { success: true, ticketId: ticket.ref } }),
  }),

  typing_stop: operation({
    summary: "Others hear `user_stopped_typing`",
    payload: ticketPayload,
    command: (payload, me) => ({ name: "typing.stop", ticket: ticketOf(payload, me) }),
    reply: ({ ticket }) => ({ ack: { success: true, ticketId: ticket.ref } }),
  }),
};

/** The ticket a payload is about; throws when it says that somebody else sent it. */
function ticketOf(payload: z.output<typeof ticketPayload>, me: Identity): TicketKey {
  checkClaimedIdentity(payload, me);
  return { ref: payload.ticketId };
}

/** The key under the name that only this dialect knows. */
function keysBesides({ id }: z.output<typeof sendPayload>): { readonly id?: string } {
  return id === undefined || id === null ? {} : { id: String(id) };
}
