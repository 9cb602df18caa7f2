import type { Client, CloseReason } from "@ticketwire/client";
import { useSnapshot } from "@ticketwire/react";
import { useEffect, useRef, useState } from "react";

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

const TROUBLE: ConnectionNews = {
  tone: "trouble",
  text: "No connection. What you write is sent as soon as it is back.",
};

/** What to say about the connection now; undefined while all is well. */
export function useConnectionNews(client: Client): ConnectionNews | undefined {
  const { connection, reason } = useSnapshot(client);
  const [news, setNews] = useState<ConnectionNews>();
  const hasBeenOnline = useRef(false);

  useEffect(() => {
    const later = (ms: number, next: ConnectionNews | undefined) => {
      const timer = setTimeout(() => setNews(next), ms);
      return () => clearTimeout(timer);
    };
    const wasOnline = hasBeenOnline.current;
    if (connection === "online") hasBeenOnline.current = true;
    switch (connection) {
      case "connecting":
        return later(PATIENCE_MS, wasOnline ? TROUBLE : { tone: "waiting", text: "Connecting…" });
      case "offline":
        setNews(TROUBLE);
        return;
      case "online":
        setNews((known) => (known && wasOnline ? { tone: "good", text: "Connected again." } : undefined));
        return later(GOOD_NEWS_MS, undefined);
      case "polling":
        setNews({ tone: "waiting", text: "Slow connection. What is said arrives some seconds late." });
        return;
      case "closed":
        setNews({ tone: "trouble", text: endedText(reason), ended: true });
        return;
    }
  }, [connection, reason]);

  return news;
}

function endedText(reason: CloseReason | undefined): string {
  switch (reason) {
    case "token_expired":
      return "Your sign-in has expired.";
    case "token_revoked":
      return "Your sign-in has been withdrawn.";
    case "unauthenticated":
      return "The server does not accept this sign-in.";
    default:
      return "The server has ended the connection.";
  }
}
