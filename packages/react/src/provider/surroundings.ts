import type { Client } from "@ticketwire/client";
import { createContext, useContext } from "react";
import { en } from "../texts/en.js";
import { type Formats, formatsFor } from "../texts/formats.js";
import type { Texts } from "../texts/texts.js";

/** Light, dark, or as the reader's system is. */
export type Theme = "light" | "dark" | "auto";

/** What everything below a provider shares. */
export interface Surroundings {
  /** False where there is no provider. */
  readonly isProvided: boolean;
  /** Undefined in the first moment, and where there is no browser. */
  readonly client: Client | undefined;
  readonly texts: Texts;
  readonly formats: Formats;
  readonly locale: string;
  /** Undefined: as around it. */
  readonly dir: "ltr" | "rtl" | undefined;
  readonly theme: Theme;
}

/** The texts are English, so dates are too; the reader's own kind of English is kept. */
export function defaultLocale(): string {
  const own = globalThis.navigator?.language ?? "";
  return own.startsWith("en") ? own : "en-GB";
}

/** What the nearest provider gives. */
export const SurroundingsContext = createContext<Surroundings>({
  isProvided: false,
  client: undefined,
  texts: en,
  formats: formatsFor(defaultLocale()),
  locale: defaultLocale(),
  dir: undefined,
  theme: "auto",
});

/** What the nearest provider gives. */
export function useSurroundings(): Surroundings {
  return useContext(SurroundingsContext);
}

/** The texts of the nearest provider. */
export function useTexts(): Texts {
  return useSurroundings().texts;
}

/** How times, sizes and lists are written here. */
export function useFormats(): Formats {
  return useSurroundings().formats;
}
