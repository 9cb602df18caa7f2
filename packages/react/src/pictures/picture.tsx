import type { AttachmentView } from "@ticketwire/client";
import { useState } from "react";
import { useLink } from "../attachments/use-link.js";
import { Icon } from "../parts/icon.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./picture.module.css";

interface PictureProps {
  readonly picture: AttachmentView;
  readonly messageId: string;
  /** In px; undefined for one of several, all of one size. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly onOpen: () => void;
}

/** A picture among the messages, in a box that is there before it. One that does not load can be loaded again. */
export function Picture({ picture, messageId, size, onOpen }: PictureProps) {
  const { pictures: texts } = useTexts();
  const { url, renew } = useLink(picture, messageId);
  const [attempt, setAttempt] = useState(0);
  const [status, setStatus] = useState<"loading" | "shown" | "failed">("loading");
  const again = () => {
    setStatus("loading");
    const load = () => setAttempt((count) => count + 1);
    renew().then(load, load);
  };
  // Most links that do not work have ended, so another one is tried before the reader has to know.
  const onError = () => (attempt === 0 ? again() : setStatus("failed"));
  const hasFailed = status === "failed";
  const box = size && { width: size.width, aspectRatio: `${size.width} / ${size.height}` };
  return (
    <button
      type="button"
      className={styles.picture}
      style={box ?? {}}
      data-status={status}
      aria-label={hasFailed ? texts.reload(picture.name) : texts.open(picture.name)}
      title={picture.name}
      onClick={hasFailed ? again : onOpen}
    >
      {hasFailed ? (
        <span className={styles.failed}>
          <Icon name="retry" />
          {texts.failed}
        </span>
      ) : (
        <img
          key={attempt}
          className={styles.image}
          src={url}
          alt={picture.name}
          loading="lazy"
          decoding="async"
          draggable={false}
          onLoad={() => setStatus("shown")}
          onError={onError}
        />
      )}
    </button>
  );
}
