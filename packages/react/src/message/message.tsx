import type { TicketMessage } from "@ticketwire/client";
import { useId, useState } from "react";
import { AttachmentList } from "../attachments/attachment-list.js";
import { useTalk } from "../conversation/talk.js";
import { Avatar } from "../parts/avatar.js";
import { useTexts } from "../provider/surroundings.js";
import { DeliveryMark } from "./delivery-mark.js";
import { FailedDelivery } from "./failed-delivery.js";
import { LinkedText } from "./linked-text.js";
import styles from "./message.module.css";
import { MessageHead } from "./message-head.js";
import { MessageToolbar } from "./message-toolbar.js";
import { keyOf, type Placement } from "./placement.js";
import { Reactions } from "./reactions.js";
import { ReplyQuote } from "./reply-quote.js";
import { useNearness } from "./use-nearness.js";

interface MessageProps extends Placement {
  readonly message: TicketMessage;
  readonly isOwn: boolean;
  readonly isTabStop: boolean;
  readonly isHighlighted: boolean;
  readonly isNewest: boolean;
  readonly original: TicketMessage | undefined;
}

/** A message is taken for one that has just come in when it is no older than this, in ms. */
const JUST_NOW_MS = 3000;

/** One message: who said it, its words and files, what became of it, and what can be done with it. */
export function Message({
  message,
  isOwn,
  isTabStop,
  isHighlighted,
  isNewest,
  startsGroup,
  endsGroup,
  original,
}: MessageProps) {
  const texts = useTexts();
  const { ticket } = useTalk();
  const id = useId();
  const { isNear, ...nearness } = useNearness();
  const [hasJustCome] = useState(() => isNewest && Date.now() - Date.parse(message.createdAt) < JUST_NOW_MS);
  const { sender, text, attachments, delivery, editedAt, deletedAt, replyTo, audience } = message;
  const isNote = audience === "internal";
  const isDeleted = deletedAt !== null;
  return (
    <article
      className={styles.message}
      data-key={keyOf(message)}
      data-own={isOwn}
      data-note={isNote}
      data-delivery={delivery}
      data-start={startsGroup}
      data-end={endsGroup}
      data-arriving={hasJustCome}
      data-highlighted={isHighlighted}
      aria-labelledby={`${id}who ${id}what`}
      tabIndex={isTabStop ? 0 : -1}
      {...nearness}
    >
      {!isOwn && <span className={styles.face}>{startsGroup && <Avatar person={sender} />}</span>}
      <div className={styles.body}>
        <MessageHead id={`${id}who`} message={message} isOwn={isOwn} isShown={startsGroup} />
        <div className={styles.content} id={`${id}what`}>
          {isDeleted ? (
            <p className={styles.deleted}>{texts.message.deleted}</p>
          ) : (
            <>
              {replyTo && <ReplyQuote replyTo={replyTo} original={original} />}
              {text !== "" && (
                <p className={styles.bubble} dir="auto">
                  <LinkedText text={text} />
                  {editedAt !== null && <span className={styles.edited}> {texts.message.edited}</span>}
                </p>
              )}
              <AttachmentList attachments={attachments} messageId={message.id} />
            </>
          )}
        </div>
        {!isDeleted && <Reactions message={message} />}
        {isNear && !isDeleted && delivery === "sent" && <MessageToolbar message={message} isOwn={isOwn} />}
        {delivery === "failed" && <FailedDelivery message={message} ticket={ticket} />}
        {isOwn && endsGroup && <DeliveryMark message={message} />}
      </div>
    </article>
  );
}
