import { Logo } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./nothing-chosen.module.css";

/** What stands beside the list while no ticket is open. */
export function NothingChosen() {
  const { ticket: texts } = useConsoleTexts();
  return (
    <div className={styles.empty}>
      <Logo size={44} />
      <h2 className={styles.title}>{texts.nothing}</h2>
      <p>{texts.nothingHint}</p>
    </div>
  );
}
