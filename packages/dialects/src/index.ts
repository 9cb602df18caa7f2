import type { Dialect } from "./dialect.js";
import { jsonFrames } from "./json-frames/index.js";
import { native } from "./native/index.js";
import { projectChats } from "./project-chats/index.js";
import { supportSessions } from "./support-sessions/index.js";
import { ticketGateway } from "./ticket-gateway/index.js";
import { ticketRooms } from "./ticket-rooms/index.js";

export * from "./dialect.js";
export { Json, jsonText, unquoted } from "./json.js";
export { jsonFrames } from "./json-frames/index.js";
export * from "./native/index.js";
export { projectChats } from "./project-chats/index.js";
export { supportSessions } from "./support-sessions/index.js";
export { ticketGateway } from "./ticket-gateway/index.js";
export { ticketRooms } from "./ticket-rooms/index.js";

/** Every dialect there is; all of them are on at once unless the operator names some. */
export const dialects: readonly Dialect[] = [
  native,
  ticketGateway,
  ticketRooms,
  jsonFrames,
  projectChats,
  supportSessions,
];
