/** What is said outside of the frame. `{count}` stands for a number. */
const ENGLISH = { chat: "Chat", unread: "{count} unread", lost: "The chat can't be reached.\nTry again" };

/** What is said outside of the frame, in one language. */
export type Wording = typeof ENGLISH;

const ARABIC: Wording = {
  chat: "محادثة",
  unread: "{count} غير مقروءة",
  lost: "تعذّر الاتصال.\nحاول مرة أخرى",
};

/** Words, and how they are written. */
export interface Language {
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  readonly words: Wording;
}

/** The words of a locale, English where there are no others, some of them replaced. */
export function languageFor(locale: string, replaced?: Readonly<Record<string, string>>): Language {
  const isArabic = /^ar\b/i.test(locale);
  return { locale, dir: isArabic ? "rtl" : "ltr", words: { ...(isArabic ? ARABIC : ENGLISH), ...replaced } };
}
