import { type ClipboardEvent, type KeyboardEvent, type RefObject, useLayoutEffect } from "react";
import styles from "./text-field.module.css";

interface TextFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  /** The list of proposals, and the one in it that Enter would take. */
  readonly proposals: { readonly id: string; readonly chosen: string } | undefined;
  readonly onChange: (text: string) => void;
  readonly onSend: () => void;
  readonly onFiles: (files: readonly File[]) => void;
  /** Asked about each key first; true when it was meant for something else. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** A field that grows with its text. Enter sends, Shift+Enter breaks the line, files can be pasted. */
export function TextField(props: TextFieldProps) {
  const { field, value, label, placeholder, proposals, onChange, onSend, onFiles, onKey } = props;

  // Its height depends on the text.
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [field, value]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (onKey(event)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      onSend();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };

  return (
    <textarea
      ref={field}
      className={styles.field}
      rows={1}
      dir="auto"
      aria-label={label}
      {...(proposals && {
        "aria-autocomplete": "list" as const,
        "aria-controls": proposals.id,
        "aria-activedescendant": proposals.chosen,
      })}
      placeholder={placeholder}
      enterKeyHint="send"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
    />
  );
}
