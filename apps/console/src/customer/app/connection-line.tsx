import { useConnection, useConnectionNews, useTicketwire } from "@ticketwire/react";
import styles from "./connection-line.module.css";
import { useCustomer } from "./customer.js";

/** Says what the connection does when it is not simply there. */
export function ConnectionLine() {
  const { texts } = useCustomer();
  const news = useConnectionNews();
  const { connection } = useConnection();
  const client = useTicketwire();
  return (
    <div role="status">
      {news && (
        <p className={styles.line} data-tone={news.tone}>
          {news.text}
          {connection === "offline" && (
            <button type="button" className={styles.retry} onClick={() => client?.reconnect()}>
              {texts.tryAgain}
            </button>
          )}
        </p>
      )}
    </div>
  );
}
