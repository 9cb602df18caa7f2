import type { EverywhereQuery, Message, MessagesFound } from "@ticketwire/core";
import type { PackedMessage } from "./packed-message.js";

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

/** What the database made of one step: what may match, newest first, how many it walked over, and the last of these. */
export interface Look {
  readonly rows: readonly PackedMessage[];
  readonly seen: number;
  readonly bottom: number | null;
}

/** What of it does match, as many as are wanted, and before which number to go on. */
export function foundIn(
  { rows, seen, bottom }: Look,
  { text, limit }: EverywhereQuery,
): { readonly shown: readonly PackedMessage[]; readonly next: number | null } {
  const wanted = folded(text);
  const found = rows.filter(([, , , , , , , , said]) => folded(said).includes(wanted));
  const shown = found.slice(0, limit);
  if (seen < MESSAGES_A_LOOK && shown.length === found.length) return { shown, next: null };
  return { shown, next: shown.length === limit ? (shown.at(-1)?.[0] ?? null) : bottom };
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
