import { Logo } from "@ticketwire/react/parts";
import styles from "./nothing-chosen.module.css";

/** What stands beside the list while no ticket is open. */
export function NothingChosen() {
  return (
    <div className={styles.empty}>
      <Logo size={44} />
      <h2 className={styles.title}>Choose a ticket</h2>
      <p>Everything said on it is there, and arrives as it is said.</p>
    </div>
  );
}
