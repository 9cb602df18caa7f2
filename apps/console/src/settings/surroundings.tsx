import { type SomeTexts, useSnapshot } from "@ticketwire/react";
import { type ReactNode, useEffect, useState } from "react";
import { en } from "../texts/en.js";
import { type ConsoleTexts, ConsoleTextsContext } from "../texts/texts.js";
import { type Language, settings } from "./settings.js";

/** What everything in the page is written in. */
export interface Written {
  readonly language: Language;
  readonly dir: "ltr" | "rtl";
  readonly texts: ConsoleTexts;
  /** The texts of the conversation; undefined where they are the built-in ones. */
  readonly conversation: SomeTexts | undefined;
}

const ENGLISH: Written = { language: "en", dir: "ltr", texts: en, conversation: undefined };

/** Gives the page the language and the look that were chosen. Another language is loaded when it is first wanted. */
export function Surroundings({ children }: { readonly children: (written: Written) => ReactNode }) {
  const { theme, language, density } = useSnapshot(settings);
  const [written, setWritten] = useState<Written | undefined>(language === "en" ? ENGLISH : undefined);

  useEffect(() => {
    let isCurrent = true;
    writtenIn(language).then(
      (next) => isCurrent && setWritten(next),
      () => isCurrent && setWritten(ENGLISH),
    );
    return () => {
      isCurrent = false;
    };
  }, [language]);

  useEffect(() => {
    const { documentElement: root, body } = document;
    root.lang = written?.language ?? language;
    root.dir = written?.dir ?? "ltr";
    body.dataset.theme = theme;
    body.dataset.density = density;
  }, [written, language, theme, density]);

  if (!written) return null;
  return (
    <ConsoleTextsContext.Provider value={written.texts}>{children(written)}</ConsoleTextsContext.Provider>
  );
}

async function writtenIn(language: Language): Promise<Written> {
  if (language === "en") return ENGLISH;
  const [own, conversation] = await Promise.all([
    import("../texts/ar.js"),
    import("@ticketwire/react/texts/ar"),
  ]);
  return { language, dir: "rtl", texts: own.ar, conversation: conversation.ar };
}
