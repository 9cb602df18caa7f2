import type { TicketHandle, TicketMessage } from "@ticketwire/client";
import { Icon } from "../parts/icon.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./failed-delivery.module.css";

interface FailedDeliveryProps {
  readonly message: TicketMessage;
  readonly ticket: TicketHandle;
}

/** Says why a message was not sent, and what can be done about it. */
export function FailedDelivery({ message, ticket }: FailedDeliveryProps) {
  const { message: texts } = useTexts();
  const { clientId, error } = message;
  if (clientId === null) return null;
  return (
    <p className={styles.failed} role="alert">
      <Icon name="alert" size={14} />
      <span>{texts.notSent(error?.message)}</span>
      <button type="button" className={styles.action} onClick={() => ticket.retry(clientId)}>
        {texts.tryAgain}
      </button>
      <button type="button" className={styles.action} onClick={() => ticket.discard(clientId)}>
        {texts.discard}
      </button>
    </p>
  );
}
