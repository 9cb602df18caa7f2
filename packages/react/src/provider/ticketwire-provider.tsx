import type { Client, ClientOptions } from "@ticketwire/client";
import { type ReactNode, useMemo } from "react";
import { SurroundingsContext, type Theme } from "./surroundings.js";
import { useOwnClient } from "./use-own-client.js";

/** What a provider can be told. */
export interface TicketwireProviderProps {
  /** A client of the application's own; then `server` and `token` are not used. */
  readonly client?: Client;
  /** The server's address; where the page came from unless said otherwise. */
  readonly server?: string;
  /** Who one is: a token, or a function that fetches one. */
  readonly token?: ClientOptions["token"];
  /** `auto` unless said otherwise: as the reader's system is. */
  readonly theme?: Theme;
  readonly children?: ReactNode;
}

/** Gives everything below it the connection it talks over and the look it has. */
export function TicketwireProvider({
  client,
  server,
  token,
  theme = "auto",
  children,
}: TicketwireProviderProps) {
  const own = useOwnClient(client === undefined, server, token);
  const surroundings = useMemo(() => ({ client: client ?? own, theme }), [client, own, theme]);
  return <SurroundingsContext.Provider value={surroundings}>{children}</SurroundingsContext.Provider>;
}
