import { Icon } from "../parts/icon.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./new-messages-pill.module.css";

interface NewMessagesPillProps {
  /** How many came in below. */
  readonly count: number;
  readonly onClick: () => void;
}

/** Leads a reader who has scrolled up to the newest message, and tells how many came in there. */
export function NewMessagesPill({ count, onClick }: NewMessagesPillProps) {
  const { conversation: texts } = useTexts();
  const label = count === 0 ? texts.toNewest : texts.newMessages(count);
  return (
    <button
      type="button"
      className={styles.pill}
      data-new={count > 0}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon name="down" size={16} />
      {count > 0 && label}
    </button>
  );
}
