import { IconButton } from "../parts/icon-button.js";
import { useFormats, useTexts } from "../provider/surroundings.js";
import { FileMark } from "./file-mark.js";
import { FileName } from "./file-name.js";
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
  const { attachments: texts } = useTexts();
  const { file, state } = upload;
  const preview = useObjectUrl(file.type.startsWith("image/") ? file : undefined);
  return (
    <li className={styles.item} data-status={state.status}>
      {preview === undefined ? (
        <FileMark name={file.name} />
      ) : (
        <img className={styles.preview} src={preview} alt="" />
      )}
      <span className={styles.words}>
        <FileName name={file.name} />
        <StateText upload={upload} />
      </span>
      {state.status === "failed" && (
        <IconButton icon="retry" label={texts.again(file.name)} onClick={onRetry} />
      )}
      <IconButton icon="close" label={texts.remove(file.name)} onClick={onRemove} />
      {state.status === "uploading" && (
        <progress
          className={styles.bar}
          aria-label={file.name}
          max={100}
          {...(state.percent === undefined ? {} : { value: state.percent })}
        />
      )}
    </li>
  );
}

function StateText({ upload: { file, state } }: { readonly upload: Upload }) {
  const { attachments: texts } = useTexts();
  const formats = useFormats();
  switch (state.status) {
    case "uploading":
      return <span className={styles.state}>{texts.uploading(state.percent)}</span>;
    case "ready":
      return <span className={styles.state}>{formats.size(file.size)}</span>;
    case "failed":
      return (
        <span className={styles.state} role="alert">
          {state.message}
        </span>
      );
  }
}
