import type { TicketMessage } from "@ticketwire/client";
import { useEffect, useRef, useSyncExternalStore } from "react";

/** Keeps the window's title: the subject, and how much was said while the window was out of view. */
export function useTitle(subject: string, messages: readonly TicketMessage[], ownRef: string | undefined) {
  const isHidden = useSyncExternalStore(subscribe, () => document.hidden);
  const lastSeen = useRef(0);
  const newest = messages.at(-1)?.seq ?? 0;
  if (!isHidden && newest > lastSeen.current) lastSeen.current = newest;
  const unseen = isHidden
    ? messages.filter(({ seq, sender }) => seq > lastSeen.current && sender.ref !== ownRef).length
    : 0;

  useEffect(() => {
    document.title = `${unseen > 0 ? `(${unseen}) ` : ""}${subject} · Ticketwire`;
    return () => {
      document.title = "Ticketwire";
    };
  }, [subject, unseen]);
}

function subscribe(listener: () => void): () => void {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}
