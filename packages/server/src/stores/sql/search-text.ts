import type { EverywhereQuery, Message, MessagesFound } from "@ticketwire/core";

/** How many messages one step of a search looks at: little work, so that others hardly wait. */
export const MESSAGES_A_STEP = 500;

/** How many messages one step of a search over all tickets looks at, and how many steps one search has at most. */
export const MESSAGES_A_LOOK = 1000;
const MAX_LOOKS = 50;

/** Goes through a search over all tickets step by step, so that others get a turn in between. */
export async function inLooks(
  query: EverywhereQuery,
  look: (query: EverywhereQuery) => Promise<MessagesFound>,
): Promise<MessagesFound> {
  const messages: Message[] = [];
  let { before } = query;
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const found = await look({ ...query, before, limit: query.limit - messages.length });
    messages.push(...found.messages);
    before = found.next;
    if (before === null || messages.length === query.limit) break;
  }
  return { messages, next: before };
}

/** Databases refuse long patterns; what they let through is compared anyway. */
const MAX_PATTERN_CHARACTERS = 200;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are ASCII too.
const IS_ASCII = /^[\u0000-\u007f]*$/;

/** Text without regard to case. Lower case alone would tell a final sigma from others, and ß from SS. */
export function folded(text: string): string {
  return text.toLowerCase().toUpperCase();
}

/** What keeps texts away that are all ASCII and do not contain this folded one; null keeps all of them away. */
export function patternOf(text: string): string | null {
  if (!IS_ASCII.test(text)) return null;
  return `%${text.slice(0, MAX_PATTERN_CHARACTERS).replace(/[%_\\]/g, "\\$&")}%`;
}
