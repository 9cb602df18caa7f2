import type { TicketHandle, TicketMessage } from "@ticketwire/client";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../provider/surroundings.js";
import type { Texts } from "../texts/texts.js";

/** More than so many at once are counted and not read out. */
const READ_OUT_AT_ONCE = 3;

/** What a screen reader says when others have said something: each message once; history is not read out. */
export function useAnnouncement(ticket: TicketHandle, ownRef: string | undefined): string {
  const texts = useTexts();
  const [announcement, setAnnouncement] = useState("");
  const announced = useRef<number>(undefined);

  useEffect(() => {
    const look = () => {
      const { messages } = ticket.getSnapshot();
      const newest = messages.findLast(({ delivery }) => delivery === "sent");
      if (!newest || newest.seq <= (announced.current ?? 0)) return;
      const known = announced.current;
      announced.current = newest.seq;
      if (known === undefined) return;
      const fresh = messages.slice(messages.findLastIndex(({ seq }) => seq > 0 && seq <= known) + 1);
      const said = fresh.filter(({ delivery, sender }) => delivery === "sent" && sender.ref !== ownRef);
      if (said.length > READ_OUT_AT_ONCE) setAnnouncement(texts.conversation.newMessages(said.length));
      else if (said.length > 0) setAnnouncement(said.map((message) => spoken(texts, message)).join(" "));
    };
    look();
    return ticket.subscribe(look);
  }, [ticket, ownRef, texts]);

  return announcement;
}

function spoken(
  { message: texts }: Texts,
  { audience, sender, text, attachments, kind }: TicketMessage,
): string {
  const files = attachments.map(({ name }) => texts.file(name));
  const what = [text, ...files].filter(Boolean).join(", ");
  return kind === "system" ? what : texts.spoken(sender.name, audience === "internal", what);
}
