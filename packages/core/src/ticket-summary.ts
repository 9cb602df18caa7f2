import type { Message } from "./message.js";
import type { Role } from "./role.js";

/** What a list shows of a ticket besides its facts. */
export interface TicketSummary {
  /** What of others' the reader has not read, counted up to `MAX_COUNTED_UNREAD`. */
  readonly unread: number;
  /** The newest that the reader may see and is not deleted. */
  readonly lastMessage: Message | null;
  /** When the customer wrote the oldest public message that nobody has answered, in ms; null when all is answered. */
  readonly waitingSince: number | null;
}

/** How far a list counts what is unread. */
export const MAX_COUNTED_UNREAD = 100;

/** How many messages back a list looks for an answer. */
export const ANSWER_WITHIN_MESSAGES = 200;

/** Roles whose messages are no answer: nobody has looked. */
const MACHINES: readonly Role[] = ["bot", "service"];

/** What a message means for a customer who waits: they ask, they are answered, or neither. */
export function isAnswerOrQuestion({
  kind,
  role,
}: {
  readonly kind: Message["kind"];
  readonly role: Role;
}): "answer" | "question" | null {
  if (kind === "system" || MACHINES.includes(role)) return null;
  return role === "customer" ? "question" : "answer";
}
