import type { Client, Token } from "@ticketwire/client";
import { type ReactNode, useMemo } from "react";
import { en } from "../texts/en.js";
import { formatsFor } from "../texts/formats.js";
import { type SomeTexts, textsWith } from "../texts/texts.js";
import { defaultLocale, SurroundingsContext, type Theme } from "./surroundings.js";
import { useOwnClient } from "./use-own-client.js";

/** What a provider can be told. */
export interface TicketwireProviderProps {
  /** A client of the application's own, undefined until it is there; then `server` and `token` are not used. */
  readonly client?: Client | undefined;
  /** The server's address; where the page came from unless said otherwise. */
  readonly server?: string | undefined;
  /** Who one is: a token, or a function that fetches one. Left out where the host application's cookie says it. */
  readonly token?: Token | undefined;
  /** In place of the English texts; those that are left out stay English. One object, not a new one each time. */
  readonly texts?: SomeTexts;
  /** How dates and numbers are written, such as `ar`. */
  readonly locale?: string;
  /** The direction of writing; as around it unless said otherwise. */
  readonly dir?: "ltr" | "rtl";
  /** `auto` unless said otherwise: as the reader's system is. */
  readonly theme?: Theme;
  readonly children?: ReactNode;
}

/** Gives everything below it the connection it talks over, its language and its look. */
export function TicketwireProvider(props: TicketwireProviderProps) {
  const { client, server, token, texts, locale, dir, theme = "auto", children } = props;
  const own = useOwnClient(!("client" in props), server, token);
  const written = useMemo(() => {
    const chosen = locale ?? defaultLocale();
    return { texts: texts ? textsWith(en, texts) : en, formats: formatsFor(chosen), locale: chosen };
  }, [texts, locale]);
  const surroundings = useMemo(
    () => ({ isProvided: true, client: client ?? own, ...written, dir, theme }),
    [client, own, written, dir, theme],
  );
  return <SurroundingsContext.Provider value={surroundings}>{children}</SurroundingsContext.Provider>;
}
