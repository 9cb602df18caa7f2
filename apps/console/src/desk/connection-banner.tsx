import { useConnectionNews } from "@ticketwire/react";
import { Button } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./connection-banner.module.css";

interface ConnectionBannerProps {
  readonly onSignInAgain: () => void;
}

/** Says what the connection does when it is not simply there. */
export function ConnectionBanner({ onSignInAgain }: ConnectionBannerProps) {
  const { account: texts } = useConsoleTexts();
  const news = useConnectionNews();
  return (
    <div className={styles.place} role="status">
      {news && (
        <p className={styles.banner} data-tone={news.tone}>
          <span className={styles.dot} />
          {news.text}
          {news.ended && (
            <Button look="plain" className={styles.button} onClick={onSignInAgain}>
              {texts.signInAgain}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
