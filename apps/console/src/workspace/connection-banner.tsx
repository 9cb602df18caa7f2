import type { Client } from "@ticketwire/client";
import { Button } from "@ticketwire/react/parts";
import { useConnectionNews } from "../hooks/use-connection-news.js";
import styles from "./connection-banner.module.css";

interface ConnectionBannerProps {
  readonly client: Client;
  readonly onSignOut: () => void;
}

/** Says what the connection does when it is not simply there. */
export function ConnectionBanner({ client, onSignOut }: ConnectionBannerProps) {
  const news = useConnectionNews(client);
  return (
    <div className={styles.place} role="status">
      {news && (
        <p className={styles.banner} data-tone={news.tone}>
          <span className={styles.dot} />
          {news.text}
          {news.ended && (
            <Button look="plain" className={styles.button} onClick={onSignOut}>
              Sign in again
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
