import type {
  AttachmentView,
  Audience,
  CloseReason,
  MessageKind,
  MessageView,
  PersonView,
  TicketView,
} from "@ticketwire/protocol";
import type { RequestError } from "./failures.js";

/**
 * How the connection is:
 * - `connecting`: being made
 * - `online`: there; everything arrives as it happens
 * - `polling`: only plain requests get through, so everything arrives some seconds late; goes back to `online` by itself
 * - `offline`: not there; tried again at `nextTryAt`
 * - `closed`: does not come back by itself; `reason` says why, unless it was `close` that ended it
 */
export type Connection = "connecting" | "online" | "polling" | "offline" | "closed";

/** How a client stands, for a person to be shown. A new object after each change. */
export interface ClientState {
  readonly connection: Connection;
  /** Why the server ended the last connection, if it said so. */
  readonly reason?: CloseReason;
  /** Who one is signed in as; null until the server has said so. */
  readonly user: PersonView | null;
  /** When the connection is tried again, in ms since 1970; null when it is not waited for. */
  readonly nextTryAt: number | null;
  /** How many of one's own messages wait to be stored, on all tickets. */
  readonly pending: number;
  /** How many of one's own messages the server has refused, and are neither tried again nor discarded yet. */
  readonly failed: number;
}

/** Whether the server has stored a message. */
export type Delivery = "sending" | "sent" | "failed";

/**
 * A message as it is shown. One's own message has `number` and `seq` 0 and its client id for an `id`
 * until the server has stored it; sender and client id together name it from beginning to end.
 */
export interface TicketMessage extends Readonly<MessageView> {
  readonly delivery: Delivery;
  /** Why it was not sent. */
  readonly error?: RequestError;
}

/**
 * How a ticket stands:
 * - `idle`: not open
 * - `joining`: being opened, or caught up on
 * - `live`: everything said on it arrives as it is said
 * - `polling`: open, and read again every few seconds, because the connection does not come up; nobody is seen typing
 * - `offline`: open, and waiting for the connection
 * - `refused`: it may not be watched, or is not there; `error` says why. Opening it again tries again
 */
export type TicketStatus = "idle" | "joining" | "live" | "polling" | "offline" | "refused";

/** All there is to know about a ticket. A new object after each change. */
export interface TicketState {
  readonly status: TicketStatus;
  readonly ticket: TicketView | null;
  /** What one may see of it; null until the server has said so. */
  readonly audience: Audience | null;
  /** Those that are stored in the order of the log, then one's own that are not yet. */
  readonly messages: readonly TicketMessage[];
  /** Who else is typing. */
  readonly typing: readonly PersonView[];
  /** Who else watches the ticket. */
  readonly present: readonly PersonView[];
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  /** How many messages others wrote and one has not read, those that are not loaded included. */
  readonly unread: number;
  /**
   * The first message that was unread when the ticket was opened, for a divider above it; null when there was none.
   * It stays as it is while one reads, and moves up only when `loadOlder` shows that what is older was unread too.
   */
  readonly firstUnreadId: string | null;
  readonly error: RequestError | null;
}

/** How a ticket stands that has not been opened. */
export const IDLE_TICKET: TicketState = {
  status: "idle",
  ticket: null,
  audience: null,
  messages: [],
  typing: [],
  present: [],
  hasOlder: false,
  loadingOlder: false,
  unread: 0,
  firstUnreadId: null,
  error: null,
};

/** Something to say. `audience` is `public` unless said otherwise. */
export interface Draft {
  readonly text: string;
  readonly kind?: MessageKind;
  readonly audience?: Audience;
  /** What `upload` gave. */
  readonly attachments?: readonly AttachmentView[];
  /** The message it answers. */
  readonly replyTo?: { readonly id: string; readonly number: number };
}

/** How far an upload is. */
export interface UploadProgress {
  readonly sentBytes: number;
  /** The whole request: a little more than the file. */
  readonly totalBytes: number;
}

/** How an upload is watched and ended. */
export interface UploadOptions {
  /** Called as bytes leave; in Node once, at the end. */
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Cancels the upload: it rejects with an `AbortError`. */
  readonly signal?: AbortSignal;
  /** What is known of a recording: how long it is, and how loud from beginning to end, up to 64 numbers from 0 to 255. */
  readonly recording?: { readonly durationMs: number; readonly levels?: readonly number[] };
}
