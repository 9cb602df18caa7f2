import type { TicketMessage } from "@ticketwire/client";
import { MessageTime } from "./message-time.js";
import styles from "./system-message.module.css";

/** What the system itself has to say, in the middle. */
export function SystemMessage({ message }: { readonly message: TicketMessage }) {
  return (
    <p className={styles.system} dir="auto">
      {message.text}{" "}
      <span className={styles.time}>
        <MessageTime iso={message.createdAt} />
      </span>
    </p>
  );
}
