/** What is said outside of the frame. `{count}` stands for a number. */
const WORDS = {
  en: { open: "Open the chat", close: "Close the chat", unread: "{count} unread", chat: "Chat" },
  ar: { open: "افتح المحادثة", close: "أغلق المحادثة", unread: "{count} غير مقروءة", chat: "محادثة" },
};

/** What is said outside of the frame, in one language. */
export type Wording = (typeof WORDS)["en"];

/** The words for a language, some of them replaced: `open`, `close`, `unread` and `chat`. */
export function wordingFor(locale: string, replaced: Readonly<Record<string, string>> = {}): Wording {
  return { ...(isArabic(locale) ? WORDS.ar : WORDS.en), ...replaced };
}

/** Whether a language is written from right to left, of those that have words here. */
export function isArabic(locale: string): boolean {
  return /^ar\b/i.test(locale);
}
