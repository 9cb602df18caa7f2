import type { SomeTexts } from "@ticketwire/react";
import type { CustomerTexts } from "../texts/customer-texts.js";
import { en } from "../texts/en.js";

/** The words for one reader, and how they are written. */
export interface Language {
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  readonly texts: CustomerTexts;
  /** Those of the conversation itself; undefined for English. */
  readonly conversation: SomeTexts | undefined;
}

/** The words of a locale, English where there are no others, some of them replaced. */
export async function languageFor(
  locale: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<Language> {
  if (/^ar\b/i.test(locale)) {
    const { ar, conversation } = await import("../texts/ar.js");
    return { locale, dir: "rtl", texts: { ...ar, ...replaced }, conversation };
  }
  const english = /^en\b/i.test(locale) ? locale : "en-GB";
  return { locale: english, dir: "ltr", texts: { ...en, ...replaced }, conversation: undefined };
}
