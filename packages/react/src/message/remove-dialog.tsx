import { useId, useLayoutEffect, useRef } from "react";
import { Button } from "../parts/button.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./remove-dialog.module.css";

interface RemoveDialogProps {
  readonly onRemove: () => void;
  readonly onKeep: () => void;
}

/** Asks whether a message is really to be deleted. */
export function RemoveDialog({ onRemove, onKeep }: RemoveDialogProps) {
  const { actions: texts } = useTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Closing gives the focus back to who had it.
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby={`${id}question`}
      aria-describedby={`${id}explanation`}
      onCancel={(event) => {
        event.preventDefault();
        onKeep();
      }}
      // What is typed here is not meant for the messages behind it.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={`${id}question`} className={styles.question}>
        {texts.removeQuestion}
      </h2>
      <p id={`${id}explanation`} className={styles.explanation}>
        {texts.removeExplanation}
      </p>
      <div className={styles.answers}>
        <Button look="plain" onClick={onKeep}>
          {texts.keep}
        </Button>
        <Button look="danger" onClick={onRemove}>
          {texts.remove}
        </Button>
      </div>
    </dialog>
  );
}
