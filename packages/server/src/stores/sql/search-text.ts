/** How many messages one step of a search looks at: little work, so that others hardly wait. */
export const MESSAGES_A_STEP = 500;

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
