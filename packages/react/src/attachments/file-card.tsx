import type { AttachmentView } from "@ticketwire/client";
import { type MouseEvent, useState } from "react";
import { Icon } from "../parts/icon.js";
import { useFormats, useTexts } from "../provider/surroundings.js";
import styles from "./file-card.module.css";
import { FileMark } from "./file-mark.js";
import { FileName } from "./file-name.js";
import { useLink } from "./use-link.js";

/** A link this old is asked for again before it is followed, in ms: it ends after an hour. */
const OLD_LINK_MS = 50 * 60_000;

interface FileCardProps {
  readonly attachment: AttachmentView;
  readonly messageId: string;
}

/** A file that is neither a picture nor a recording: what it is, and a way to have it. */
export function FileCard({ attachment, messageId }: FileCardProps) {
  const { attachments: texts } = useTexts();
  const { name } = attachment;
  const size = useFormats().size(attachment.size);
  const link = useLink(attachment, messageId);
  const [shownAt] = useState(() => Date.now());
  const onClick = (event: MouseEvent) => {
    if (Date.now() - shownAt < OLD_LINK_MS) return;
    event.preventDefault();
    // It is served as something to be saved, so the page stays.
    link.renew().then(
      (url) => location.assign(url),
      () => {},
    );
  };
  return (
    <a
      className={styles.card}
      href={link.url}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={texts.download(name, size)}
      onClick={onClick}
    >
      <FileMark name={name} />
      <span className={styles.words}>
        <FileName name={name} />
        <span className={styles.size}>{size}</span>
      </span>
      <span className={styles.download}>
        <Icon name="download" />
      </span>
    </a>
  );
}
