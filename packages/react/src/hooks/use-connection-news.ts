import type { CloseReason } from "@ticketwire/client";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../provider/surroundings.js";
import type { Texts } from "../texts/texts.js";
import { useConnection } from "./use-connection.js";

/** What there is to say about the connection. */
export interface ConnectionNews {
  readonly tone: "trouble" | "waiting" | "good";
  readonly text: string;
  /** Whether only another sign-in helps. */
  readonly ended?: boolean;
}

/** A connection that is up this soon needs no words, in ms. */
const PATIENCE_MS = 800;

/** How long good news stays, in ms. */
const GOOD_NEWS_MS = 3000;

/** What to say about the connection now; undefined while all is well. */
export function useConnectionNews(): ConnectionNews | undefined {
  const { connection: texts } = useTexts();
  const { connection, reason } = useConnection();
  const [news, setNews] = useState<ConnectionNews>();
  const hasBeenOnline = useRef(false);

  useEffect(() => {
    const later = (ms: number, next: ConnectionNews | undefined) => {
      const timer = setTimeout(() => setNews(next), ms);
      return () => clearTimeout(timer);
    };
    const trouble: ConnectionNews = { tone: "trouble", text: texts.offline };
    const wasOnline = hasBeenOnline.current;
    if (connection === "online") hasBeenOnline.current = true;
    switch (connection) {
      case "connecting":
        return later(PATIENCE_MS, wasOnline ? trouble : { tone: "waiting", text: texts.connecting });
      case "offline":
        return setNews(trouble);
      case "polling":
        return setNews({ tone: "waiting", text: texts.slow });
      case "online":
        setNews((known) => (known && wasOnline ? { tone: "good", text: texts.again } : undefined));
        return later(GOOD_NEWS_MS, undefined);
      case "closed":
        return setNews({ tone: "trouble", text: endedText(texts, reason), ended: true });
    }
  }, [texts, connection, reason]);

  return news;
}

function endedText(texts: Texts["connection"], reason: CloseReason | undefined): string {
  switch (reason) {
    case "token_expired":
      return texts.expired;
    case "token_revoked":
      return texts.withdrawn;
    case "unauthenticated":
      return texts.notAccepted;
    default:
      return texts.ended;
  }
}
