import type { TicketHandle, TicketMessage } from "@ticketwire/client";
import { useEffect, useRef } from "react";

/**
 * Calls back once for each message that was sent from here, as soon as the server has stored it, and also when the chat
 * has been closed by then.
 */
export function useReplyAdded(
  ticket: TicketHandle | undefined,
  onReplyAdded: ((message: TicketMessage) => void) | undefined,
): void {
  const callback = useRef(onReplyAdded);
  callback.current = onReplyAdded;

  useEffect(() => {
    if (!ticket) return;
    let waiting: ReadonlySet<string> = new Set();
    let isOver = false;
    const look = () => {
      const { left, stored } = whatBecameOf(waiting, ticket.getSnapshot().messages);
      waiting = left;
      for (const message of stored) callback.current?.(message);
      if (isOver && waiting.size === 0) stop();
    };
    const stop = ticket.subscribe(look);
    look();
    return () => {
      isOver = true;
      if (waiting.size === 0) stop();
    };
  }, [ticket]);
}

/**
 * The client ids of messages that wait now, and those messages of `waiting` that are stored. Both stand at the end, so
 * only after one was taken back is everything looked at, once.
 */
function whatBecameOf(waiting: ReadonlySet<string>, messages: readonly TicketMessage[]) {
  const missing = new Set(waiting);
  const left = new Set<string>();
  const stored: TicketMessage[] = [];
  for (const message of backwards(messages)) {
    const { clientId, delivery } = message;
    const isStored = delivery === "sent";
    if (isStored && missing.size === 0) break;
    if (clientId === null) continue;
    const wasWaiting = missing.delete(clientId);
    if (!isStored) left.add(clientId);
    else if (wasWaiting) stored.unshift(message);
  }
  return { left, stored };
}

function* backwards<T>(list: readonly T[]): Iterable<T> {
  for (let at = list.length - 1; at >= 0; at -= 1) yield list[at] as T;
}
