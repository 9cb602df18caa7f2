import type { TicketHandle, TicketMessage } from "@ticketwire/client";
import { Icon } from "../parts/icon.js";
import styles from "./failed-delivery.module.css";

interface FailedDeliveryProps {
  readonly message: TicketMessage;
  readonly ticket: TicketHandle;
}

/** Says why a message was not sent, and what can be done about it. */
export function FailedDelivery({ message, ticket }: FailedDeliveryProps) {
  const { clientId, error } = message;
  if (clientId === null) return null;
  return (
    <p className={styles.failed} role="alert">
      <Icon name="alert" size={14} />
      <span>Not sent{error ? `: ${error.message}` : ""}</span>
      <button type="button" className={styles.action} onClick={() => ticket.retry(clientId)}>
        Try again
      </button>
      <button type="button" className={styles.action} onClick={() => ticket.discard(clientId)}>
        Discard
      </button>
    </p>
  );
}
