import { jsonFrames } from "./json-frames.js";
import { native } from "./native.js";
import { projectChats } from "./project-chats.js";
import { supportSessions } from "./support-sessions.js";
import type { Table } from "./table.js";
import { ticketGateway } from "./ticket-gateway.js";
import { ticketRooms } from "./ticket-rooms.js";

/** Every dialect there is, as a place to sit down. */
export const TABLES: readonly Table[] = [
  native,
  ticketGateway,
  ticketRooms,
  jsonFrames,
  supportSessions,
  projectChats,
];
