import { Logo } from "@ticketwire/react/parts";
import { Keys } from "../parts/keys.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./nothing-open.module.css";

/** What stands beside the list while no ticket is open: how to get on. */
export function NothingOpen() {
  const { ticket: texts, keys } = useConsoleTexts();
  const hints = [
    ["j", keys.next],
    ["Mod K", keys.palette],
    ["?", keys.title],
  ] as const;
  return (
    <div className={styles.empty}>
      <Logo size={40} />
      <h2 className={styles.title}>{texts.nothing}</h2>
      <p>{texts.nothingHint}</p>
      <dl className={styles.keys}>
        {hints.map(([key, does]) => (
          <div key={key} className={styles.key}>
            <dt>
              <Keys keys={key} />
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
