import type { TicketHandle, TicketState } from "@ticketwire/client";
import { useCallback, useEffect, useMemo } from "react";
import { useIsLater } from "../hooks/use-is-later.js";
import { useMessageScroll } from "../hooks/use-message-scroll.js";
import { useReadMark } from "../hooks/use-read-mark.js";
import { MessageGroup } from "../message/message-group.js";
import { SystemMessage } from "../message/system-message.js";
import { DaySeparator } from "./day-separator.js";
import styles from "./message-list.module.css";
import { NewMessagesPill } from "./new-messages-pill.js";
import { type Row, rowsOf } from "./rows.js";

interface MessageListProps {
  readonly ticket: TicketHandle;
  readonly state: TicketState;
  readonly ownRef: string | undefined;
}

/** Everything that has been said, oldest on top. */
export function MessageList({ ticket, state, ownRef }: MessageListProps) {
  const { status, messages, hasOlder, loadingOlder } = state;
  const rows = useMemo(() => rowsOf(messages, ownRef), [messages, ownRef]);
  const canLoad = status === "live" && hasOlder && !loadingOlder;
  const onTop = useCallback(() => {
    if (canLoad) ticket.loadOlder().catch(() => {});
  }, [ticket, canLoad]);
  const { scroller, content, unseen, toBottom, onScroll } = useMessageScroll({ messages, ownRef, onTop });

  useReadMark(ticket, state, unseen === 0, ownRef);

  useEffect(() => {
    const element = scroller.current;
    if (element && element.scrollHeight <= element.clientHeight) onTop();
  }, [scroller, onTop]);

  const isLive = useIsLater(messages.length > 0);

  return (
    <div className={styles.frame}>
      <section
        className={styles.scroller}
        ref={scroller}
        onScroll={onScroll}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard
        tabIndex={0}
        aria-label="Messages"
      >
        <div className={styles.content} ref={content}>
          <p className={styles.top}>{topText(state)}</p>
          <ol className={styles.rows} data-live={isLive}>
            {rows.map((row) => (
              <RowItem key={row.key} row={row} ticket={ticket} />
            ))}
          </ol>
        </div>
      </section>
      <NewMessagesPill count={unseen} onClick={toBottom} />
    </div>
  );
}

function RowItem({ row, ticket }: { readonly row: Row; readonly ticket: TicketHandle }) {
  switch (row.kind) {
    case "day":
      return <DaySeparator at={row.at} />;
    case "system":
      return <SystemMessage message={row.message} />;
    case "group":
      return <MessageGroup group={row} ticket={ticket} />;
  }
}

function topText({ status, messages, hasOlder, loadingOlder }: TicketState): string {
  if (status !== "live" && messages.length === 0) return status === "offline" ? "" : "Opening the ticket…";
  if (loadingOlder) return "Loading older messages…";
  if (hasOlder) return "";
  return messages.length === 0
    ? "Nothing has been said yet. Write the first message."
    : "The beginning of this ticket";
}
