import type { CommandName } from "../command.js";
import type { Handler } from "./handler.js";
import { joinTicket } from "./join-ticket.js";
import { leaveTicket } from "./leave-ticket.js";
import { listMessages } from "./list-messages.js";
import { listParticipants } from "./list-participants.js";
import { postMessage } from "./post-message.js";
import { putUsers } from "./put-users.js";
import { listTickets, putTickets, readTicket } from "./tickets.js";
import { startTyping, stopTyping } from "./typing.js";
import { uploadAttachments } from "./upload-attachments.js";

/** Which code carries out which command. Total: a new command does not compile until it stands here. */
export const HANDLERS: { readonly [N in CommandName]: Handler<N> } = {
  "ticket.join": joinTicket,
  "ticket.leave": leaveTicket,
  "ticket.read": readTicket,
  "ticket.list": listTickets,
  "ticket.put": putTickets,
  "user.put": putUsers,
  "message.post": postMessage,
  "message.list": listMessages,
  "typing.start": startTyping,
  "typing.stop": stopTyping,
  "participant.list": listParticipants,
  "attachment.upload": uploadAttachments,
};
