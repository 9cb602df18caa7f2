import {
  type AppendResult,
  type Audience,
  ChatError,
  type ReactionRow,
  type TicketEvent,
} from "@ticketwire/core";

/** How many different emojis one message can have. */
const MAX_EMOJIS = 20;

/** What counts of a message that is to change. */
export interface KnownMessage {
  readonly audience: Audience;
  readonly seq: number;
  readonly text: string;
  readonly isDeleted: boolean;
}

/** Throws `invalid` for one emoji too many besides those that are on the message. */
export function requireRoom({ message, emoji }: ReactionRow, emojis: readonly string[]): void {
  if (emojis.length < MAX_EMOJIS || emojis.includes(emoji)) return;
  throw new ChatError(
    "invalid",
    `message ${message} has ${emojis.length} different emojis, expected at most ${MAX_EMOJIS}`,
    { field: "emoji" },
  );
}

/** What a row that changed a message gets. */
export function done(event: TicketEvent, dropped: readonly string[] = []): AppendResult {
  return { status: "done", events: [event], dropped };
}

/** What a row is refused with that names no message it could change. */
export function notThere({ message }: { readonly message: number }): ChatError {
  return new ChatError("not_found", `no message with number ${message} on this ticket`, { field: "message" });
}
