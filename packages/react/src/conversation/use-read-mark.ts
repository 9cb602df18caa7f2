import type { TicketHandle, TicketMessage, TicketStatus } from "@ticketwire/client";
import { useEffect } from "react";

/** How long a message is before somebody's eyes before it counts as read, in ms. */
const READ_AFTER_MS = 800;

/** No further back than this is looked for a message that has not been read: marking marks all of them. */
const LOOKED_BACK = 100;

/** Says that everything has been read, once the newest message is in view and the page is looked at. */
export function useReadMark(
  ticket: TicketHandle,
  status: TicketStatus,
  messages: readonly TicketMessage[],
  isNewestInView: boolean,
  ownRef: string | undefined,
): void {
  const unread = newestUnread(messages, ownRef)?.id;
  useEffect(() => {
    const isThere = status === "live" || status === "polling";
    if (!isThere || !isNewestInView || unread === undefined || ownRef === undefined) return;
    const mark = (): void => {
      if (document.visibilityState === "visible" && document.hasFocus()) ticket.markRead().catch(() => {});
    };
    const timer = setTimeout(mark, READ_AFTER_MS);
    window.addEventListener("focus", mark);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("focus", mark);
    };
  }, [ticket, status, isNewestInView, unread, ownRef]);
}

function newestUnread(
  messages: readonly TicketMessage[],
  ownRef: string | undefined,
): TicketMessage | undefined {
  return messages
    .slice(-LOOKED_BACK)
    .findLast(
      ({ sender, readBy, delivery, deletedAt }) =>
        delivery === "sent" &&
        deletedAt === null &&
        sender.ref !== ownRef &&
        !readBy.some(({ person }) => person.ref === ownRef),
    );
}
