import type { CommandName } from "../command.js";
import { deleteCannedReply, listCannedReplies, putCannedReply } from "./canned-replies.js";
import { acceptSession, setSessionStatus } from "./change-session.js";
import { checkCaller } from "./check-caller.js";
import { deleteMessage, editMessage } from "./edit-message.js";
import { exportTicket } from "./export-ticket.js";
import { followTickets } from "./follow-tickets.js";
import type { Handler } from "./handler.js";
import { joinTicket } from "./join-ticket.js";
import { leaveTicket } from "./leave-ticket.js";
import { listMessages } from "./list-messages.js";
import { listParticipants } from "./list-participants.js";
import { listPeople } from "./list-people.js";
import { listTickets } from "./list-tickets.js";
import { openSession } from "./open-session.js";
import { postMessage } from "./post-message.js";
import { putUsers } from "./put-users.js";
import { reactToMessage } from "./react-to-message.js";
import { readMessage } from "./read-message.js";
import { countUnread, markRead } from "./receipts.js";
import { revokeToken } from "./revoke-token.js";
import { searchEverywhere } from "./search-everywhere.js";
import { searchMessages } from "./search-messages.js";
import { listSessions, readSession } from "./sessions.js";
import { putTickets, readTicket } from "./tickets.js";
import { startTyping, stopTyping } from "./typing.js";
import { updateTicket } from "./update-ticket.js";
import { uploadAttachments } from "./upload-attachments.js";

/** Which code carries out which command. Total: a new command does not compile until it stands here. */
export const HANDLERS: { readonly [N in CommandName]: Handler<N> } = {
  "ticket.join": joinTicket,
  "ticket.leave": leaveTicket,
  "ticket.read": readTicket,
  "ticket.list": listTickets,
  "ticket.update": updateTicket,
  "ticket.follow": followTickets,
  "ticket.put": putTickets,
  "user.put": putUsers,
  "message.post": postMessage,
  "message.list": listMessages,
  "message.read": readMessage,
  "message.edit": editMessage,
  "message.delete": deleteMessage,
  "message.react": reactToMessage,
  "message.search": searchMessages,
  "message.search_everywhere": searchEverywhere,
  "person.list": listPeople,
  "canned_reply.list": listCannedReplies,
  "canned_reply.put": putCannedReply,
  "canned_reply.delete": deleteCannedReply,
  "ticket.export": exportTicket,
  "receipt.mark": markRead,
  "receipt.count": countUnread,
  "session.open": openSession,
  "session.accept": acceptSession,
  "session.set_status": setSessionStatus,
  "session.read": readSession,
  "session.list": listSessions,
  "caller.check": checkCaller,
  "token.revoke": revokeToken,
  "typing.start": startTyping,
  "typing.stop": stopTyping,
  "participant.list": listParticipants,
  "attachment.upload": uploadAttachments,
};
