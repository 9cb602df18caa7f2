import { useEffect, useState } from "react";
import styles from "./notice.module.css";

/** How long a notice stays, in ms. */
const NOTICE_MS = 5000;

/** Says for a moment what came of what the reader has just done. */
export function Notice({ notice }: { readonly notice: { readonly text: string } | undefined }) {
  const [shown, setShown] = useState<{ readonly text: string }>();
  useEffect(() => {
    setShown(notice);
    const timer = setTimeout(() => setShown(undefined), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [notice]);
  return (
    <div role="status" className={styles.place}>
      {shown && <p className={styles.notice}>{shown.text}</p>}
    </div>
  );
}
