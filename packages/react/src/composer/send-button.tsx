import { Icon } from "../parts/icon.js";
import styles from "./send-button.module.css";

interface SendButtonProps {
  readonly isNote: boolean;
  readonly disabled: boolean;
}

/** Sends what has been written. */
export function SendButton({ isNote, disabled }: SendButtonProps) {
  const label = isNote ? "Add note" : "Send";
  return (
    <button type="submit" className={styles.send} aria-label={label} title={label} disabled={disabled}>
      <Icon name="send" size={18} />
    </button>
  );
}
