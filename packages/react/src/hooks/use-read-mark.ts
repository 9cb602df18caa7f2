import type { TicketHandle, TicketState } from "@ticketwire/client";
import { useEffect } from "react";

/** How long a message is before somebody's eyes before it counts as read, in ms. */
const READ_AFTER_MS = 800;

/** Says that everything has been read, once the newest message is in view and the page is looked at. */
export function useReadMark(
  ticket: TicketHandle,
  { status, messages }: TicketState,
  isNewestInView: boolean,
  ownRef: string | undefined,
): void {
  const unread = messages.findLast(
    ({ sender, readBy, delivery, deletedAt }) =>
      delivery === "sent" &&
      deletedAt === null &&
      sender.ref !== ownRef &&
      !readBy.some(({ person }) => person.ref === ownRef),
  )?.id;
  useEffect(() => {
    if (status !== "live" || !isNewestInView || unread === undefined || ownRef === undefined) return;
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
