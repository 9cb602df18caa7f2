import type { TicketMessage } from "@ticketwire/client";
import { Icon } from "../parts/icon.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./message-head.module.css";
import { MessageTime } from "./message-time.js";

interface MessageHeadProps {
  readonly id: string;
  readonly message: TicketMessage;
  readonly isOwn: boolean;
  /** False where the message above says it already: then it is there for screen readers only. */
  readonly isShown: boolean;
}

/** Who said it, and, of a note, that it is one. */
export function MessageHead({ id, message, isOwn, isShown }: MessageHeadProps) {
  const texts = useTexts();
  const { sender, audience, createdAt } = message;
  const isNote = audience === "internal";
  if (!isShown || (isOwn && !isNote)) {
    return (
      <p id={id} className={styles.hidden}>
        <VisuallyHidden>
          {isOwn ? texts.message.you : sender.name}
          {isNote && `, ${texts.message.note}`}
        </VisuallyHidden>
      </p>
    );
  }
  return (
    <p className={styles.head}>
      <span id={id} className={styles.who}>
        {isOwn ? (
          <VisuallyHidden>{texts.message.you}, </VisuallyHidden>
        ) : (
          <>
            <span className={styles.name} dir="auto">
              {sender.name}
            </span>{" "}
            <span>{texts.role(sender.role)}</span>{" "}
          </>
        )}
        {isNote && (
          <span className={styles.note}>
            <Icon name="lock" size={13} /> {texts.message.note}
          </span>
        )}
      </span>
      {!isOwn && <MessageTime iso={createdAt} />}
    </p>
  );
}
