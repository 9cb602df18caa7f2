import { type ChangeEvent, useRef } from "react";
import { IconButton } from "../parts/icon-button.js";
import { useTexts } from "../provider/surroundings.js";
import { ACCEPT } from "./judge-files.js";
import { useLimits } from "./use-limits.js";

/** Opens the file chooser, and says what can be chosen. */
export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { attachments: texts } = useTexts();
  const limits = useLimits();
  const input = useRef<HTMLInputElement>(null);
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  return (
    <>
      <IconButton icon="attach" label={texts.attach} hint={limits} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        multiple
        hidden
        aria-label={texts.choose}
        onChange={onChange}
      />
    </>
  );
}
