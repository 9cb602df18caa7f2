import { Icon } from "../parts/icon.js";
import styles from "./new-messages-pill.module.css";

interface NewMessagesPillProps {
  readonly count: number;
  readonly onClick: () => void;
}

/** Tells a reader who has scrolled up that something came in below, and leads there. */
export function NewMessagesPill({ count, onClick }: NewMessagesPillProps) {
  if (count === 0) return null;
  return (
    <button type="button" className={styles.pill} onClick={onClick}>
      <Icon name="down" size={15} />
      {count === 1 ? "1 new message" : `${count} new messages`}
    </button>
  );
}
