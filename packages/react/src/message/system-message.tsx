import type { TicketMessage } from "@ticketwire/client";
import { clockLabel } from "../format/time.js";
import styles from "./system-message.module.css";

/** What the system itself has to say, in the middle. */
export function SystemMessage({ message }: { readonly message: TicketMessage }) {
  return (
    <li className={styles.system}>
      {message.text}{" "}
      <time className={styles.time} dateTime={message.createdAt}>
        {clockLabel(new Date(message.createdAt))}
      </time>
    </li>
  );
}
