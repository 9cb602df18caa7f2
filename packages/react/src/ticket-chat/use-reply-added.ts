import type { TicketHandle, TicketMessage } from "@ticketwire/client";
import { useEffect, useRef } from "react";

/** Calls back once for each message that was sent from here, as soon as the server has stored it. */
export function useReplyAdded(
  ticket: TicketHandle | undefined,
  onReplyAdded: ((message: TicketMessage) => void) | undefined,
): void {
  const callback = useRef(onReplyAdded);
  callback.current = onReplyAdded;

  useEffect(() => {
    if (!ticket) return;
    const waiting = new Set<string>();
    const look = () => {
      const { messages } = ticket.getSnapshot();
      for (let at = messages.length - 1; at >= 0; at -= 1) {
        const message = messages[at];
        if (!message || (message.delivery === "sent" && waiting.size === 0)) return;
        const { clientId, delivery } = message;
        if (clientId === null) continue;
        if (delivery !== "sent") waiting.add(clientId);
        else if (waiting.delete(clientId)) callback.current?.(message);
      }
    };
    look();
    return ticket.subscribe(look);
  }, [ticket]);
}
