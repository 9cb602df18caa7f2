import { ChatError, type Command, type Identity } from "@ticketwire/core";
import { z } from "zod";
import { type AnyOperation, operation } from "../dialect.js";
import { type ClaimedIdentity, checkClaimedIdentity } from "../shared/claimed-identity.js";
import { clientKeyOf, givenKeys } from "../shared/client-key.js";
import { meObject, messageObject, userType } from "./encode.js";
import { chatPayload, noPayload, readPayload, sendPayload, typingPayload } from "./shapes.js";

/** The events a client sends. Each is acknowledged. */
export const operations: Readonly<Record<string, AnyOperation>> = {
  authenticate: operation({
    summary: "Ask who one is signed in as",
    payload: noPayload,
    command(payload, me): Command<"caller.check"> {
      checkSender(payload ?? {}, me);
      return { name: "caller.check" };
    },
    reply: (_outcome, _payload, { me, connectionId }) => ({
      ack: {
        success: true,
        message: "Authenticated successfully",
        userId: me.user.number,
        socketId: connectionId,
        user: meObject(me),
      },
    }),
  }),

  joinChat: operation({
    summary: "Hear everything new on a chat; others hear `userJoined`",
    payload: chatPayload,
    command(payload, me): Command<"ticket.join"> {
      checkSender(payload, me);
      // The history is for REST to give: of the page that belongs to every join, as little as there can be.
      return { name: "ticket.join", ticket: { number: payload.chatId }, page: { limit: 1 } };
    },
    reply: ({ ticket: { number: chatId } }) => ({
      ack: { success: true, message: `Joined chat ${chatId}`, chatId },
    }),
  }),

  leaveChat: operation({
    summary: "Hear nothing more of a chat; others hear `userLeft`",
    payload: chatPayload,
    command(payload, me): Command<"ticket.leave"> {
      checkSender(payload, me);
      return { name: "ticket.leave", ticket: { number: payload.chatId } };
    },
    reply: ({ ticket: { number: chatId } }) => ({
      ack: { success: true, message: `Left chat ${chatId}`, chatId },
    }),
  }),

  sendMessage: operation({
    summary: "Say something on a chat: everybody who has joined it hears `newMessage`",
    payload: sendPayload,
    command: (payload, me) => postFrom(payload, undefined, me),
    reply: ({ ticket, message, duplicate }, payload, { links }) => ({
      ack: { success: true, data: messageObject(message, ticket, links), duplicate, ...givenKeys(payload) },
    }),
  }),

  typing: operation({
    summary: "Others hear `userTyping`; it ends by itself after 10 s without another",
    payload: typingPayload,
    command(payload, me): Command<"typing.start" | "typing.stop"> {
      checkSender(payload, me);
      return {
        name: payload.isTyping ? "typing.start" : "typing.stop",
        ticket: { number: payload.chatId },
      };
    },
    reply: ({ ticket: { number: chatId } }, { isTyping }) => ({ ack: { success: true, chatId, isTyping } }),
  }),

  markAsRead: operation({
    summary: "Say that one has read a message; others hear `messageRead`",
    payload: readPayload,
    command(payload, me): Command<"receipt.mark"> {
      checkSender(payload, me);
      return {
        name: "receipt.mark",
        ticket: { number: payload.chatId },
        messages: [{ number: payload.messageId }],
      };
    },
    reply: ({ ticket: { number: chatId } }, { messageId }) => ({
      ack: { success: true, message: `Message ${messageId} marked as read`, chatId, messageId },
    }),
  }),

  ping: operation({
    summary: "Ask whether the server is there, and what time it has",
    payload: z.unknown(),
    command: (): Command<"caller.check"> => ({ name: "caller.check" }),
    reply: ({ at }) => ({ ack: { pong: at } }),
  }),
};

/** The command for a message a client sent; `header` is the request's `Idempotency-Key`. */
export function postFrom(
  said: z.output<typeof sendPayload>,
  header: string | undefined,
  me: Identity,
): Command<"message.post"> {
  checkSender(said, me);
  return {
    name: "message.post",
    ticket: { number: said.chatId },
    text: textOf(said) ?? "",
    attachments: said.attachments,
    clientId: clientKeyOf(said, header),
  };
}

/** The text under either of its names; throws `invalid` when they differ. */
export function textOf(said: {
  readonly content: string | undefined;
  readonly message: string | undefined;
}): string | undefined {
  const { content, message } = said;
  if (content !== undefined && message !== undefined && content !== message) {
    throw new ChatError("invalid", "message differs from content, expected one of the two", {
      field: "message",
    });
  }
  return content ?? message;
}

/** Throws `forbidden` when a payload names another sender than the token does, in this language's words. */
export function checkSender(claims: ClaimedIdentity, me: Identity): void {
  checkClaimedIdentity(claims, me, String(me.user.number), [userType(me.user)]);
}
