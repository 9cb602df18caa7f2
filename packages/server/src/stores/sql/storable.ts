/** What is said of text that is refused. */
export const UNSTORABLE = "text has a character that can't be stored, expected no NUL and no half surrogates";

/** Whether a database gives text back as it was. */
export function isStorableText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
