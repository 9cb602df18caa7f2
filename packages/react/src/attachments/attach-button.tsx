import { type ChangeEvent, useRef } from "react";
import { IconButton } from "../parts/icon-button.js";

/** Opens the file chooser. */
export function AttachButton({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const onChange = (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])]);
    event.target.value = "";
  };
  return (
    <>
      <IconButton icon="attach" label="Attach files" onClick={() => input.current?.click()} />
      <input ref={input} type="file" multiple hidden aria-label="Files to attach" onChange={onChange} />
    </>
  );
}
