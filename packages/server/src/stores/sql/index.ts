export { addAttachments, dropUnsent, findAttachment } from "./attachments.js";
export { putTickets } from "./put-tickets.js";
export { revocationsOf, revoke, revokedSince } from "./revocations.js";
export type { Schema, Sql } from "./schema.js";
export { findSession, joinSession, listSessions, sessionMembers } from "./sessions.js";
export { findTicket, listTickets } from "./tickets.js";
export { findUser, knownUsers, putUsers, usersToldSince } from "./users.js";
