import type { Audience } from "./audience.js";
import type { Person } from "./person.js";
import type { LogPlace } from "./position.js";

/** What a message is: something said, a picture, a document, or a note by the system itself. */
export type MessageKind = "text" | "image" | "file" | "system";

/** Every kind of message. */
export const MESSAGE_KINDS: readonly MessageKind[] = ["text", "image", "file", "system"];

/** The most files one message can carry. */
export const MAX_ATTACHMENTS = 5;

/** What is to be known of a picture or a recording before it is fetched; null for what is not known. */
export interface Media {
  /** In pixels, as the picture is to be shown. */
  readonly width: number | null;
  readonly height: number | null;
  /** As who sent the recording says, like the next. */
  readonly durationMs: number | null;
  /** How loud it is from beginning to end: up to `MAX_VOICE_LEVELS` numbers from 0 to 255. */
  readonly levels: readonly number[] | null;
}

/** The most levels a recording's picture is made of. */
export const MAX_VOICE_LEVELS = 64;

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
  /** SHA-256 of the bytes as they were sent, as hex: tells whether two files are the same. */
  readonly digest: string;
  /** Null when nothing of the kind is known. */
  readonly media: Media | null;
}

/** A message as another one points at it. */
export interface MessageRef {
  readonly id: string;
  readonly number: number;
}

/** What a message replies to. What has been deleted can't be shown any more, but was replied to. */
export interface ReplyTo extends MessageRef {
  readonly isDeleted: boolean;
}

/** The people who answered a message with the same emoji, in the order they did. */
export interface Reaction {
  readonly emoji: string;
  readonly by: readonly Person[];
}

/** Somebody has read a message. `at` is ms since 1970: when they first did. */
export interface Receipt {
  readonly person: Person;
  readonly at: number;
}

/**
 * What was said, as it is now: after an edit the text is the new one, after a deletion text, files and
 * reactions are gone. `id` is a uuid for string dialects, `number` the integer for integer ones.
 */
export interface Message extends LogPlace, MessageRef {
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
  readonly editedAt: number | null;
  readonly deletedAt: number | null;
  readonly replyTo: ReplyTo | null;
  readonly reactions: readonly Reaction[];
  /** Who has read it, in the order they did; never its sender. */
  readonly readBy: readonly Receipt[];
}

/** What names a message on the wire. */
export type MessageKey = { readonly id: string } | { readonly number: number };
