import type { TicketMessage } from "@ticketwire/client";
import { useEffect, useRef, useState } from "react";

/** What a screen reader says when somebody else has said something; history is not read out. */
export function useAnnouncement(messages: readonly TicketMessage[], ownRef: string | undefined): string {
  const [announcement, setAnnouncement] = useState("");
  const announced = useRef<string>(undefined);
  const newest = messages.findLast(({ delivery }) => delivery === "sent");

  useEffect(() => {
    if (!newest) return;
    const isFirst = announced.current === undefined;
    const isKnown = announced.current === newest.id;
    announced.current = newest.id;
    if (isFirst || isKnown || newest.sender.ref === ownRef) return;
    setAnnouncement(spoken(newest));
  }, [newest, ownRef]);

  return announcement;
}

function spoken({ audience, sender, text, attachments, kind }: TicketMessage): string {
  const who = kind === "system" ? "" : `${sender.name}${audience === "internal" ? ", internal note" : ""}: `;
  const files = attachments.map(({ name }) => `file ${name}`);
  return who + [text, ...files].filter(Boolean).join(", ");
}
