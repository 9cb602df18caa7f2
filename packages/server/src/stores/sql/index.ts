export { addAttachments, dropUnsent, findAttachment } from "./attachments.js";
export { cannedReplies, deleteCannedReply, putCannedReply } from "./canned-replies.js";
export { putTickets } from "./put-tickets.js";
export { revocationsOf, revoke, revokedSince } from "./revocations.js";
export type { Schema, Sql } from "./schema.js";
export { findSession, joinSession, listSessions, sessionMembers } from "./sessions.js";
export { ticketSearchStep } from "./ticket-search.js";
export { findTicket, listTickets } from "./tickets.js";
export { createUsers, findByRole, findUser, knownUsers, putUsers, usersToldSince } from "./users.js";
