import type { TicketHandle, TicketMessage } from "@ticketwire/client";
import { AttachmentItem } from "../attachments/attachment-item.js";
import { FailedDelivery } from "./failed-delivery.js";
import { LinkedText } from "./linked-text.js";
import styles from "./message-item.module.css";
import { Reactions } from "./reactions.js";

interface MessageItemProps {
  readonly message: TicketMessage;
  readonly isOwn: boolean;
  readonly isNote: boolean;
  readonly ticket: TicketHandle;
}

/** One message: its words, its files, and what became of it. */
export function MessageItem({ message, isOwn, isNote, ticket }: MessageItemProps) {
  const { text, attachments, delivery, editedAt, deletedAt } = message;
  if (deletedAt !== null) {
    return (
      <li className={styles.item} data-own={isOwn}>
        <p className={styles.deleted}>This message was deleted</p>
      </li>
    );
  }
  return (
    <li className={styles.item} data-own={isOwn} data-note={isNote} data-delivery={delivery}>
      {text !== "" && (
        <p className={styles.bubble} dir="auto">
          <LinkedText text={text} />
          {editedAt !== null && <span className={styles.edited}> (edited)</span>}
        </p>
      )}
      {attachments.map((attachment) => (
        <AttachmentItem key={attachment.id} attachment={attachment} />
      ))}
      <Reactions message={message} ticket={ticket} />
      {delivery === "failed" && <FailedDelivery message={message} ticket={ticket} />}
    </li>
  );
}
