import type { AttachmentView } from "@ticketwire/client";
import { useState } from "react";
import { Icon } from "../parts/icon.js";
import { useFormats } from "../provider/surroundings.js";
import styles from "./attachment-item.module.css";

/** A file of a message: pictures are shown, everything else is a card. Either opens the file. */
export function AttachmentItem({ attachment }: { readonly attachment: AttachmentView }) {
  const { name, url, type } = attachment;
  const size = useFormats().size(attachment.size);
  const [isBroken, setIsBroken] = useState(false);
  const isPicture = type.startsWith("image/") && !isBroken;
  return (
    <a
      className={isPicture ? styles.picture : styles.card}
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      title={`${name}, ${size}`}
    >
      {isPicture ? (
        <img className={styles.image} src={url} alt={name} onError={() => setIsBroken(true)} />
      ) : (
        <>
          <span className={styles.icon}>
            <Icon name="file" />
          </span>
          <span className={styles.words}>
            <span className={styles.name}>{name}</span>
            <span className={styles.size}>{size}</span>
          </span>
        </>
      )}
    </a>
  );
}
