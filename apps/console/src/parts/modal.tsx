import { classNames, Icon } from "@ticketwire/react/parts";
import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./modal.module.css";

interface ModalProps {
  readonly title: string;
  /** `picker`: near the top, with a heading for screen readers only; `drawer`: along the end of the page. */
  readonly look?: "window" | "wide" | "picker" | "drawer";
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Something above the page that has the keyboard until it is closed. Then the focus is where it was. */
export function Modal({ title, look = "window", onClose, children }: ModalProps) {
  const { picker: texts } = useConsoleTexts();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      // Chromium gives the focus back by itself, but leaves the caret behind: what is typed then goes nowhere.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it
    <dialog
      ref={dialog}
      className={classNames(styles.dialog, styles[look])}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div className={styles.content}>
        <header className={styles.header}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {look !== "picker" && (
            <button type="button" className={styles.close} aria-label={texts.close} onClick={onClose}>
              <Icon name="close" size={18} />
            </button>
          )}
        </header>
        {children}
      </div>
    </dialog>
  );
}
