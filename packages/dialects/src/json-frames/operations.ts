import { type Command, type Commands, type Identity, sideOf } from "@ticketwire/core";
import { type AnyOperation, operation } from "../dialect.js";
import { clientKeyOf, givenKeys } from "../shared/client-key.js";
import { isoTime } from "../shared/iso-time.js";
import {
  editPayload,
  joinPayload,
  messagePayload,
  noPayload,
  reactionPayload,
  readPayload,
  type Said,
  sendPayload,
  ticketPayload,
} from "./shapes.js";
import { checkSender, sideNamed } from "./sides.js";
import { authenticated } from "./sign-in.js";

/** The frames a client sends. What they change is heard by everybody who has joined, the sender included. */
export const operations: Readonly<Record<string, AnyOperation>> = {
  AUTHENTICATE: operation({
    summary: "Say who you are: answered by `AUTHENTICATED`",
    payload: noPayload,
    command: (): Command<"caller.check"> => ({ name: "caller.check" }),
    reply: (_outcome, _payload, scope) => authenticated(scope),
  }),

  JOIN_TICKET: operation({
    summary: "Watch a ticket: answered by `JOINED_ROOM`",
    payload: joinPayload,
    command(payload, me): Command<"ticket.join"> {
      checkSender(payload, me);
      return { name: "ticket.join", ticket: { number: payload.ticketId }, page: { limit: 1 } };
    },
    reply({ ticket }, _payload, { me }) {
      const message = `Joined ticket ${ticket.number} chat room`;
      return { frames: [{ event: "JOINED_ROOM", payload: { ...roomOf(ticket, me), message } }] };
    },
  }),

  LEAVE_TICKET: operation({
    summary: "Stop watching a ticket: answered by `LEFT_ROOM`",
    payload: ticketPayload,
    command(payload, me): Command<"ticket.leave"> {
      checkSender(payload, me);
      return { name: "ticket.leave", ticket: { number: payload.ticketId } };
    },
    reply({ ticket }, _payload, { me }) {
      const message = `Left ticket ${ticket.number} chat room`;
      return { frames: [{ event: "LEFT_ROOM", payload: { ...roomOf(ticket, me), message } }] };
    },
  }),

  SEND_MESSAGE: operation({
    summary: "Say something: `NEW_MESSAGE` for all; with a key of your own `MESSAGE_SENT` for you as well",
    payload: sendPayload,
    command: (payload, me) => postFrom(payload.ticketId, payload, undefined, [], me),
    reply({ ticket, message, duplicate }, payload) {
      const keys = givenKeys(payload);
      if (Object.keys(keys).length === 0) return {};
      const sent = { ticketId: ticket.number, messageId: message.number, ...keys, duplicate };
      return {
        frames: [{ event: "MESSAGE_SENT", payload: { ...sent, timestamp: isoTime(message.createdAt) } }],
      };
    },
  }),

  EDIT_MESSAGE: operation({
    summary: "Put a message of yours in other words: `MESSAGE_EDITED` for all",
    payload: editPayload,
    command(payload, me): Command<"message.edit"> {
      checkSender(payload, me);
      return { name: "message.edit", message: { number: payload.messageId }, text: payload.message };
    },
    reply: () => ({}),
  }),

  DELETE_MESSAGE: operation({
    summary: "Take a message of yours back: `MESSAGE_DELETED` for all",
    payload: messagePayload,
    command(payload, me): Command<"message.delete"> {
      checkSender(payload, me);
      return { name: "message.delete", message: { number: payload.messageId } };
    },
    reply: () => ({}),
  }),

  ADD_REACTION: operation({
    summary: "Answer a message with an emoji: `MESSAGE_REACTION` for all",
    payload: reactionPayload,
    command: (payload, me) => reactionFrom(payload.messageId, payload, true, me),
    reply: () => ({}),
  }),

  REMOVE_REACTION: operation({
    summary: "Take an emoji of yours back: `MESSAGE_REACTION` for all",
    payload: reactionPayload,
    command: (payload, me) => reactionFrom(payload.messageId, payload, false, me),
    reply: () => ({}),
  }),

  MARK_READ: operation({
    summary: "Say that you have read these messages, or all: `MESSAGES_READ` for all",
    payload: readPayload,
    command: (payload, me) => readFrom(payload.ticketId, payload, me),
    reply: () => ({}),
  }),

  TYPING: operation({
    summary: "Others hear `USER_TYPING`, and `USER_STOPPED_TYPING` after 10 s without another",
    payload: ticketPayload,
    command(payload, me): Command<"typing.start"> {
      checkSender(payload, me);
      return { name: "typing.start", ticket: { number: payload.ticketId } };
    },
    reply: () => ({}),
  }),

  STOP_TYPING: operation({
    summary: "Others hear `USER_STOPPED_TYPING`",
    payload: ticketPayload,
    command(payload, me): Command<"typing.stop"> {
      checkSender(payload, me);
      return { name: "typing.stop", ticket: { number: payload.ticketId } };
    },
    reply: () => ({}),
  }),

  PING: operation({
    summary: "Find out whether the line is alive: answered by `PONG`",
    payload: noPayload,
    command: (): Command<"caller.check"> => ({ name: "caller.check" }),
    reply: ({ at }) => ({ frames: [{ event: "PONG", payload: { timestamp: isoTime(at) } }] }),
  }),
};

/** The command for a message a client said; `header` is the request's `Idempotency-Key`, `uploaded` came with it. */
export function postFrom(
  ticketNumber: number,
  said: Said,
  header: string | undefined,
  uploaded: readonly { readonly id: string }[],
  me: Identity,
): Command<"message.post"> {
  checkSender(said, me);
  const { parentMessageId } = said;
  return {
    name: "message.post",
    ticket: { number: ticketNumber },
    text: said.message ?? "",
    kind: said.messageType,
    attachments: [...said.attachments, ...uploaded.map(({ id }) => id)],
    replyTo: parentMessageId ? { number: parentMessageId } : undefined,
    clientId: clientKeyOf(said, header),
  };
}

/** The command for an emoji put on a message or taken off it. */
export function reactionFrom(
  messageNumber: number,
  said: Parameters<typeof checkSender>[0] & { readonly emoji: string },
  on: boolean,
  me: Identity,
): Command<"message.react"> {
  checkSender(said, me);
  return { name: "message.react", message: { number: messageNumber }, emoji: said.emoji, on };
}

/** The command for a read mark. `userType` names the side it is made for. */
export function readFrom(
  ticketNumber: number,
  { userType, messageIds, ...said }: Parameters<typeof checkSender>[0] & ReadFields,
  me: Identity,
): Command<"receipt.mark"> {
  checkSender(said, me);
  const input: Commands["receipt.mark"]["input"] = {
    ticket: { number: ticketNumber },
    messages: messageIds?.map((number) => ({ number })),
    side: userType === undefined ? undefined : sideNamed(userType),
  };
  return { name: "receipt.mark", ...input };
}

interface ReadFields {
  readonly userType?: string | undefined;
  readonly messageIds?: readonly number[] | null | undefined;
}

function roomOf(ticket: { readonly number: number }, { role }: Identity) {
  return { ticketId: ticket.number, userType: sideOf(role) };
}
