import { jsonFrames } from "./json-frames.js";
import { native } from "./native.js";
import { projectChats } from "./project-chats.js";
import { ticketGateway } from "./ticket-gateway.js";
import type { Wire } from "./wire.js";

/** The dialects that people speak while something fails, in turn. */
export const wires: readonly Wire[] = [native, ticketGateway, jsonFrames, projectChats];
