import type { TicketHandle } from "@ticketwire/client";
import { MAX_TEXT_CHARACTERS } from "@ticketwire/client";
import { type FormEvent, useState } from "react";
import { AttachButton } from "../attachments/attach-button.js";
import { UploadTray } from "../attachments/upload-tray.js";
import type { Uploads } from "../attachments/use-uploads.js";
import { useDraft } from "../hooks/use-draft.js";
import styles from "./composer.module.css";
import { NoteToggle } from "./note-toggle.js";
import { SendButton } from "./send-button.js";
import { TextField } from "./text-field.js";

/** From so few characters left on, their number is shown. */
const SHOWN_LEFT = 500;

interface ComposerProps {
  readonly ticket: TicketHandle;
  readonly ticketRef: string;
  readonly uploads: Uploads;
  /** Whether the writer is among those who see internal notes. */
  readonly mayWriteNotes: boolean;
}

/** Where a message is written. */
export function Composer({ ticket, ticketRef, uploads, mayWriteNotes }: ComposerProps) {
  const [text, setText] = useDraft(ticketRef);
  const [isNote, setIsNote] = useState(false);
  const audience = isNote ? "internal" : "public";
  const left = MAX_TEXT_CHARACTERS - [...text].length;
  const attachments = uploads.items.flatMap(({ state }) =>
    state.status === "ready" ? [state.attachment] : [],
  );
  const isWaiting = attachments.length < uploads.items.length;
  const canSend = (text.trim() !== "" || attachments.length > 0) && !isWaiting && left >= 0;

  const write = (next: string) => {
    setText(next);
    ticket.typing(next !== "", audience);
  };
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!canSend) return;
    ticket.send({ text: text.trim(), attachments, audience });
    setText("");
    uploads.clear();
  };

  return (
    <form
      className={styles.composer}
      data-note={isNote}
      aria-label={isNote ? "Internal note" : "Message"}
      onSubmit={send}
    >
      <UploadTray uploads={uploads} />
      <TextField value={text} isNote={isNote} onChange={write} onSend={send} onFiles={uploads.add} />
      <div className={styles.tools}>
        <AttachButton onFiles={uploads.add} />
        {mayWriteNotes && <NoteToggle isOn={isNote} onToggle={setIsNote} />}
        <div className={styles.aside}>
          {left < SHOWN_LEFT ? (
            <p data-over={left < 0} role="status">
              {left < 0 ? `${-left} characters too many` : `${left} characters left`}
            </p>
          ) : (
            text !== "" && <p className={styles.hint}>Shift + Enter for a new line</p>
          )}
        </div>
        <SendButton isNote={isNote} disabled={!canSend} />
      </div>
    </form>
  );
}
