import { dayLabel } from "../format/time.js";
import styles from "./day-separator.module.css";

/** Where a new day begins. */
export function DaySeparator({ at }: { readonly at: Date }) {
  return (
    <li className={styles.day}>
      <span>{dayLabel(at)}</span>
    </li>
  );
}
