import type { TicketMessage } from "@ticketwire/client";
import { Icon } from "../parts/icon.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import { useFormats, useTexts } from "../provider/surroundings.js";
import styles from "./delivery-mark.module.css";
import { MessageTime } from "./message-time.js";

/** When one said something, and whether the server has stored it. */
export function DeliveryMark({ message }: { readonly message: TicketMessage }) {
  const { message: texts } = useTexts();
  const formats = useFormats();
  switch (message.delivery) {
    case "failed":
      return null;
    case "sending":
      return (
        <p className={styles.mark}>
          {texts.sending} <Icon name="clock" size={13} />
        </p>
      );
    case "sent":
      return (
        <p className={styles.mark}>
          <MessageTime iso={message.createdAt} /> <Icon name="check" size={14} />
          {message.readBy.length === 0 ? (
            <VisuallyHidden>{texts.sent}</VisuallyHidden>
          ) : (
            <span>{texts.seenBy(formats.list(message.readBy.map(({ person }) => person.name)))}</span>
          )}
        </p>
      );
  }
}
