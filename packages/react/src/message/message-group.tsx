import type { TicketHandle } from "@ticketwire/client";
import { type GroupRow, keyOf } from "../conversation/rows.js";
import { roleLabel } from "../format/name.js";
import { Avatar } from "../parts/avatar.js";
import { Icon } from "../parts/icon.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import { DeliveryMark } from "./delivery-mark.js";
import styles from "./message-group.module.css";
import { MessageItem } from "./message-item.js";
import { MessageTime } from "./message-time.js";

interface MessageGroupProps {
  readonly group: GroupRow;
  readonly ticket: TicketHandle;
}

/** What one person said in one go: their own side, one name, one time. */
export function MessageGroup({ group, ticket }: MessageGroupProps) {
  const { sender, isOwn, isNote, messages } = group;
  const last = messages.at(-1);
  return (
    <li className={styles.group} data-own={isOwn} data-note={isNote}>
      {!isOwn && <Avatar person={sender} />}
      <div className={styles.body}>
        <p className={styles.header}>
          {isOwn ? (
            <VisuallyHidden>You</VisuallyHidden>
          ) : (
            <>
              <span className={styles.name}>{sender.name}</span>
              <span>{roleLabel(sender.role)}</span>
            </>
          )}
          {isNote && (
            <span className={styles.note}>
              <Icon name="lock" size={13} /> Internal note
            </span>
          )}
          {!isOwn && <MessageTime iso={messages[0]?.createdAt} />}
        </p>
        <ol className={styles.messages}>
          {messages.map((message) => (
            <MessageItem
              key={keyOf(message)}
              message={message}
              isOwn={isOwn}
              isNote={isNote}
              ticket={ticket}
            />
          ))}
        </ol>
        {isOwn && last && <DeliveryMark message={last} />}
      </div>
    </li>
  );
}
