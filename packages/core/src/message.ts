import type { Audience } from "./audience.js";
import type { Person } from "./person.js";
import type { LogPlace } from "./position.js";

/** What a message is: something said, a picture, a document, or a note by the system itself. */
export type MessageKind = "text" | "image" | "file" | "system";

/** Every kind of message. */
export const MESSAGE_KINDS: readonly MessageKind[] = ["text", "image", "file", "system"];

/** The most files one message can carry. */
export const MAX_ATTACHMENTS = 5;

/** Metadata that points at a file which can be fetched. `size` is in bytes, `uploadedAt` in ms since 1970. */
export interface Attachment {
  readonly id: string;
  /** The name it had where it came from, made safe. */
  readonly name: string;
  /** The name it is stored under, unique. */
  readonly storedName: string;
  /** Media type, decided by content. */
  readonly type: string;
  readonly size: number;
  readonly uploadedAt: number;
}

/** What was said. `id` is a uuid for string dialects, `number` the integer for integer ones. */
export interface Message extends LogPlace {
  readonly id: string;
  readonly number: number;
  readonly ticketId: number;
  readonly sender: Person;
  readonly kind: MessageKind;
  readonly audience: Audience;
  readonly text: string;
  readonly attachments: readonly Attachment[];
  /** The sender's own key for this message, if they gave one. */
  readonly clientId: string | null;
  /** ms since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What names a message on the wire. */
export type MessageKey = { readonly id: string } | { readonly number: number };
