import { Icon } from "../parts/icon.js";
import styles from "./send-button.module.css";

interface SendButtonProps {
  /** What it does, in words. */
  readonly label: string;
  readonly icon: "send" | "check";
  readonly disabled: boolean;
}

/** Sends, or saves, what has been written. */
export function SendButton({ label, icon, disabled }: SendButtonProps) {
  return (
    <button type="submit" className={styles.send} aria-label={label} title={label} disabled={disabled}>
      <Icon name={icon} size={18} />
    </button>
  );
}
