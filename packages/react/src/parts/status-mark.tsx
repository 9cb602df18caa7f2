import { useTexts } from "../provider/surroundings.js";
import styles from "./status-mark.module.css";

/** The statuses that mean nobody needs to act. Any other word of the host application counts as open. */
const SETTLED = new Set(["closed", "resolved", "solved", "done", "cancelled", "canceled"]);
const WAITING = new Set(["pending", "waiting", "on_hold", "on-hold", "hold"]);

/** A ticket's status: a dot whose shape and colour say open, waiting or settled, and the word itself. */
export function StatusMark({ status }: { readonly status: string | null }) {
  const texts = useTexts();
  if (status === null) return null;
  const word = status.toLowerCase();
  const kind = SETTLED.has(word) ? "settled" : WAITING.has(word) ? "waiting" : "open";
  return (
    <span className={styles.mark}>
      <span className={styles.dot} data-kind={kind} />
      {texts.word(word)}
    </span>
  );
}
