import { VisuallyHidden } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./unread-count.module.css";

/** So many are counted, and no further. */
const MOST = 100;

interface UnreadCountProps {
  readonly count: number;
  /** Whether nobody wants to be told. */
  readonly isQuiet?: boolean;
}

/** How many messages one has not read; nothing when there are none. */
export function UnreadCount({ count, isQuiet = false }: UnreadCountProps) {
  const { list: texts } = useConsoleTexts();
  if (count === 0) return null;
  return (
    <span className={styles.count} data-quiet={isQuiet}>
      <span aria-hidden="true">{count >= MOST ? "99+" : count}</span>
      <VisuallyHidden>{count >= MOST ? texts.manyUnread : texts.unread(count)}</VisuallyHidden>
    </span>
  );
}
