import { useLoaded } from "../parts/use-loaded.js";
import { VisuallyHidden } from "../parts/visually-hidden.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./upload-tray.module.css";
import { useUploadNews } from "./use-upload-news.js";
import type { Uploads } from "./use-uploads.js";

const loadItem = () => import("./upload-item.js");

/** The files that will go out with the message. */
export function UploadTray({ uploads }: { readonly uploads: Uploads }) {
  const { attachments: texts } = useTexts();
  const { items, refusal, retry, remove } = uploads;
  const loaded = useLoaded(loadItem, items.length > 0);
  const news = useUploadNews(items);
  return (
    <>
      {loaded && (
        <ul className={styles.tray} aria-label={texts.ofThisMessage}>
          {items.map((upload) => (
            <loaded.UploadItem
              key={upload.key}
              upload={upload}
              onRetry={() => retry(upload.key)}
              onRemove={() => remove(upload.key)}
            />
          ))}
        </ul>
      )}
      {refusal && (
        <p className={styles.refusal} role="alert">
          {refusal}
        </p>
      )}
      <div role="status">
        <VisuallyHidden>{news}</VisuallyHidden>
      </div>
    </>
  );
}
