import { useSnapshot } from "@ticketwire/react";
import { Icon } from "@ticketwire/react/parts";
import { useEffect } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./notice-bar.module.css";

/** Good news goes by itself after this long, in ms; trouble stays until it is dismissed, or something else is said. */
const GOOD_NEWS_MS = 4000;

/** Says what came of what one has just done. */
export function NoticeBar() {
  const { notice } = useWorkplace();
  const { work: texts } = useConsoleTexts();
  const said = useSnapshot(notice);

  useEffect(() => {
    if (said?.tone !== "good") return;
    const timer = setTimeout(() => notice.set(null), GOOD_NEWS_MS);
    return () => clearTimeout(timer);
  }, [said, notice]);

  return (
    <div className={styles.place} role="status">
      {said && (
        <p className={styles.notice} data-tone={said.tone}>
          <Icon name={said.tone === "good" ? "check" : "alert"} size={18} />
          {said.text}
          {said.tone === "trouble" && (
            <button type="button" className={styles.dismiss} onClick={() => notice.set(null)}>
              {texts.dismiss}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
