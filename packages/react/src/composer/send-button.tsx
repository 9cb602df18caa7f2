import { Icon } from "../parts/icon.js";
import styles from "./send-button.module.css";

interface SendButtonProps {
  /** What it does, in words. */
  readonly label: string;
  /** What it sends, or that it saves. A note says so in words that can be seen. */
  readonly look: "message" | "note" | "save";
  readonly disabled: boolean;
}

/** Sends, or saves, what has been written. */
export function SendButton({ label, look, disabled }: SendButtonProps) {
  return (
    <button
      type="submit"
      className={styles.send}
      data-look={look}
      aria-label={label}
      title={label}
      disabled={disabled}
    >
      {look === "note" && <span>{label}</span>}
      <Icon name={look === "save" ? "check" : "send"} size={18} />
    </button>
  );
}
