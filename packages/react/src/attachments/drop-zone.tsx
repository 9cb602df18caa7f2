import { type DragEvent, type ReactNode, useState } from "react";
import { Icon } from "../parts/icon.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./drop-zone.module.css";
import { useLimits } from "./use-limits.js";

interface DropZoneProps {
  /** Undefined where none are taken. */
  readonly onFiles: ((files: readonly File[]) => void) | undefined;
  readonly children: ReactNode;
}

/** Takes files dropped anywhere on what it holds. */
export function DropZone({ onFiles, children }: DropZoneProps) {
  const { attachments: texts } = useTexts();
  const limits = useLimits();
  const [isOver, setIsOver] = useState(false);
  const onDragOver = (event: DragEvent) => {
    if (!onFiles || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setIsOver(true);
  };
  const onDragLeave = (event: DragEvent) => {
    const isInside = event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget);
    if (!isInside) setIsOver(false);
  };
  const onDrop = (event: DragEvent) => {
    if (!onFiles || event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    setIsOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the attach button is the first
    <div className={styles.zone} onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}>
      {children}
      {isOver && (
        <div className={styles.cover} aria-hidden="true">
          <Icon name="attach" size={28} />
          {texts.drop}
          <span className={styles.limits}>{limits}</span>
        </div>
      )}
    </div>
  );
}
