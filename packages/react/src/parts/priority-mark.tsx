import { useTexts } from "../provider/surroundings.js";
import styles from "./priority-mark.module.css";

const BARS: Readonly<Record<string, number>> = {
  low: 1,
  medium: 2,
  normal: 2,
  high: 3,
  urgent: 3,
  critical: 3,
};

/** A ticket's priority: three bars, as many filled as it is pressing, and the word itself. */
export function PriorityMark({ priority }: { readonly priority: string | null }) {
  const texts = useTexts();
  if (priority === null) return null;
  const word = priority.toLowerCase();
  const filled = BARS[word] ?? 2;
  return (
    <span className={styles.mark} data-pressing={filled === 3}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {[1, 2, 3].map((bar) => (
          <rect
            key={bar}
            className={bar <= filled ? styles.filled : styles.empty}
            x={(bar - 1) * 4.5}
            y={10 - bar * 3}
            width="3"
            height={1 + bar * 3}
            rx="1"
          />
        ))}
      </svg>
      {texts.word(word)}
    </span>
  );
}
