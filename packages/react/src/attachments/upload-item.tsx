import { sizeLabel } from "../format/size.js";
import { Icon } from "../parts/icon.js";
import { IconButton } from "../parts/icon-button.js";
import styles from "./upload-item.module.css";
import { useObjectUrl } from "./use-object-url.js";
import type { Upload } from "./use-uploads.js";

interface UploadItemProps {
  readonly upload: Upload;
  readonly onRetry: () => void;
  readonly onRemove: () => void;
}

/** A file of the message being written, and how far it is. */
export function UploadItem({ upload, onRetry, onRemove }: UploadItemProps) {
  const { file, state } = upload;
  const preview = useObjectUrl(file.type.startsWith("image/") ? file : undefined);
  return (
    <li className={styles.item} data-status={state.status}>
      {preview === undefined ? (
        <span className={styles.icon}>
          <Icon name="file" />
        </span>
      ) : (
        <img className={styles.preview} src={preview} alt="" />
      )}
      <span className={styles.words} role="status">
        <span className={styles.name}>{file.name}</span>
        <span className={styles.state}>{stateText(upload)}</span>
      </span>
      {state.status === "failed" && (
        <IconButton icon="retry" label={`Upload ${file.name} again`} onClick={onRetry} />
      )}
      <IconButton icon="close" label={`Remove ${file.name}`} onClick={onRemove} />
      {state.status === "uploading" && <span className={styles.bar} />}
    </li>
  );
}

function stateText({ file, state }: Upload): string {
  switch (state.status) {
    case "uploading":
      return "Uploading…";
    case "ready":
      return sizeLabel(file.size);
    case "failed":
      return state.message;
  }
}
