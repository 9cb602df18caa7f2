export type {
  AttachmentView,
  Audience,
  CloseReason,
  ErrorCode,
  MessageKind,
  MessageView,
  PersonView,
  Role,
  TicketView,
} from "@ticketwire/protocol";
export { type Client, type ClientOptions, createClient } from "./client.js";
export type { Cancel, Environment } from "./environment.js";
export { RequestError } from "./failures.js";
export type { LinkOptions } from "./link.js";
export type {
  ClientState,
  Delivery,
  Draft,
  TicketMessage,
  TicketState,
  TicketStatus,
} from "./state.js";
export type { TicketHandle } from "./ticket-handle.js";
export type { Token } from "./tokens.js";
