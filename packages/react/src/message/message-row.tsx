import type { TicketMessage } from "@ticketwire/client";
import { memo } from "react";
import { TopOfHistory } from "../conversation/top-of-history.js";
import { useTexts } from "../provider/surroundings.js";
import { DaySeparator } from "./day-separator.js";
import { Message } from "./message.js";
import styles from "./message-row.module.css";
import type { Placement } from "./placement.js";
import { SystemMessage } from "./system-message.js";

interface MessageRowProps extends Placement {
  readonly message: TicketMessage;
  readonly isOwn: boolean;
  /** Whether everything from here on was unread when the ticket was opened. */
  readonly isFirstUnread: boolean;
  /** Whether the Tab key leads here. */
  readonly isTabStop: boolean;
  readonly isHighlighted: boolean;
  /** Whether nothing has been said after it. */
  readonly isNewest: boolean;
  /** The message that this one answers, if it is loaded. */
  readonly original: TicketMessage | undefined;
  /** Whether this is the very first row. */
  readonly hasTop: boolean;
}

/** One row of the history: a message, and whatever has to stand above it. */
export const MessageRow = memo(function MessageRow({ hasTop, isFirstUnread, ...rest }: MessageRowProps) {
  const texts = useTexts();
  const { message, isNewDay } = rest;
  return (
    <>
      {hasTop && <TopOfHistory />}
      {isNewDay && <DaySeparator iso={message.createdAt} />}
      {isFirstUnread && (
        <p className={styles.unread}>
          <span>{texts.conversation.unreadBelow}</span>
        </p>
      )}
      {message.kind === "system" ? <SystemMessage message={message} /> : <Message {...rest} />}
    </>
  );
});
