import { useConnection } from "../hooks/use-connection.js";
import { useConnectionNews } from "../hooks/use-connection-news.js";
import { useTicketwire } from "../hooks/use-ticketwire.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./connection-notice.module.css";

/** Says what the connection does when it is not simply there, and lets one try it again. */
export function ConnectionNotice() {
  const { conversation: texts } = useTexts();
  const client = useTicketwire();
  const { connection } = useConnection();
  const news = useConnectionNews();
  const canRetry = connection === "offline" || connection === "closed";
  return (
    <div role="status">
      {news && (
        <p className={styles.news} data-tone={news.tone}>
          {news.text}
          {canRetry && client && (
            <button type="button" className={styles.retry} onClick={() => client.reconnect()}>
              {texts.tryAgain}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
