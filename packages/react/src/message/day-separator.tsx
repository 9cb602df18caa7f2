import { useFormats } from "../provider/surroundings.js";
import styles from "./day-separator.module.css";

/** Where a new day begins. */
export function DaySeparator({ iso }: { readonly iso: string }) {
  return (
    <p className={styles.day}>
      <span>{useFormats().day(new Date(iso))}</span>
    </p>
  );
}
