import { type ChangeEvent, useRef } from "react";
import { IconButton } from "../parts/icon-button.js";
import { useTexts } from "../provider/surroundings.js";

/** Opens the file chooser. */
export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const { attachments: texts } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  return (
    <>
      <IconButton icon="attach" label={texts.attach} onClick={() => input.current?.click()} />
      <input ref={input} type="file" multiple hidden aria-label={texts.choose} onChange={onChange} />
    </>
  );
}
