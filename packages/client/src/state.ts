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

/** How the connection is: `closed` does not come back by itself, and `reason` says why. */
export interface ClientState {
  readonly connection: "connecting" | "online" | "offline" | "closed";
  /** Why the server ended the last connection, if it said so. */
  readonly reason?: CloseReason;
  /** Who one is signed in as; null until the server has said so. */
  readonly user: PersonView | null;
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
 * - `offline`: open, and waiting for the connection
 * - `refused`: it may not be watched, or is not there; `error` says why. Opening it again tries again
 */
export type TicketStatus = "idle" | "joining" | "live" | "offline" | "refused";

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
  readonly error: RequestError | null;
}

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
