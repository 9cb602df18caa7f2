import { useState } from "react";

/** What is half written, per ticket, for as long as the page is open. */
const DRAFTS = new Map<string, string>();

/** The text being written on a ticket; it is still there when its writer has looked at another ticket. */
export function useDraft(ticketRef: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => DRAFTS.get(ticketRef) ?? "");
  const keep = (next: string) => {
    setText(next);
    if (next === "") DRAFTS.delete(ticketRef);
    else DRAFTS.set(ticketRef, next);
  };
  return [text, keep];
}
