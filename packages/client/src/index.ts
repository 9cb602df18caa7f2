export type {
  AttachmentView,
  Audience,
  CloseReason,
  ErrorCode,
  ListedTicket,
  MessageKind,
  MessagePreview,
  MessageView,
  PersonView,
  Role,
  TicketView,
} from "@ticketwire/protocol";
export {
  MAX_ATTACHMENTS,
  MAX_FILE_BYTES,
  MAX_TEXT_CHARACTERS,
  MAX_VOICE_LEVELS,
} from "@ticketwire/protocol/constants";
export { type Client, type ClientOptions, createClient, type NewTicket } from "./client.js";
export type { Cancel, Environment } from "./environment.js";
export { RequestError } from "./failures.js";
export type { LinkOptions } from "./line.js";
export { memoryStorage } from "./memory-storage.js";
export type { KeptMessage, OutboxStorage } from "./outbox-storage.js";
export {
  type ClientState,
  type Connection,
  type Delivery,
  type Draft,
  IDLE_TICKET,
  type TicketMessage,
  type TicketState,
  type TicketStatus,
  type UploadOptions,
  type UploadProgress,
} from "./state.js";
export type { TicketHandle } from "./ticket-handle.js";
export type { Token } from "./tokens.js";
