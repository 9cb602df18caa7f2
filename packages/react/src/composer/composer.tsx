import { type AttachmentView, MAX_TEXT_CHARACTERS } from "@ticketwire/client";
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { AttachButton } from "../attachments/attach-button.js";
import { UploadTray } from "../attachments/upload-tray.js";
import type { Uploads } from "../attachments/use-uploads.js";
import { type Intent, useTalk } from "../conversation/talk.js";
import { useDraft } from "../hooks/use-draft.js";
import { useAct } from "../message/use-act.js";
import { useTexts } from "../provider/surroundings.js";
import { VoiceButton } from "../voice/voice-button.js";
import { VoiceTray } from "../voice/voice-tray.js";
import { CannedMenu } from "./canned-menu.js";
import type { FindCannedReplies } from "./canned-reply.js";
import styles from "./composer.module.css";
import { IntentBar } from "./intent-bar.js";
import { NoteToggle } from "./note-toggle.js";
import { SendButton } from "./send-button.js";
import { TextField } from "./text-field.js";
import { useCannedMenu } from "./use-canned-menu.js";
import { useNoteMode } from "./use-note-mode.js";

/** From so few characters left on, their number is shown. */
const SHOWN_LEFT = 500;

/** What others can ask of the composer. */
export interface ComposerHandle {
  write(audience?: "public" | "internal"): void;
}

interface ComposerProps {
  readonly handle: RefObject<ComposerHandle | null>;
  readonly intent: Intent;
  readonly uploads: Uploads;
  readonly mayWriteNotes: boolean;
  /** Whether to take the focus where that does not push a keyboard over the page. */
  readonly autoFocus: boolean;
  readonly canned: FindCannedReplies | undefined;
  readonly tools: ReactNode;
}

/** Where a message is written, answered or edited. */
export function Composer(props: ComposerProps) {
  const { handle, intent, uploads, mayWriteNotes, autoFocus, canned, tools } = props;
  const { composer: texts, attachments: fileTexts } = useTexts();
  const { ticket, user, setIntent } = useTalk();
  const act = useAct();
  const menuId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useDraft(ticket.ref, user?.ref);
  const [edited, setEdited] = useState("");
  const [isRecording, setRecording] = useState(false);
  const [wantsNote, setWantsNote] = useNoteMode(ticket.ref, user?.ref);

  const isEdit = intent.kind === "edit";
  const text = isEdit ? edited : draft;
  const setText = isEdit ? setEdited : setDraft;
  // What was begun as a note stays one while nobody knows yet whether notes may be written here: it is sent to nobody then.
  const isNote = noteOf(intent, wantsNote);
  const audience = isNote ? "internal" : "public";
  const left = MAX_TEXT_CHARACTERS - [...text].length;
  const attachments = uploads.items.flatMap(({ state }) =>
    state.status === "ready" ? [state.attachment] : [],
  );
  const isWaiting = !isEdit && attachments.length < uploads.items.length;
  const hasFailedUploads = uploads.items.some(({ state }) => state.status === "failed");
  const hasFiles = isEdit ? intent.message.attachments.length > 0 : attachments.length > 0;
  const mayBeSent = isEdit || !isNote || mayWriteNotes;
  const canSend = (text.trim() !== "" || hasFiles) && !isWaiting && left >= 0 && mayBeSent;
  const menu = useCannedMenu(isEdit ? undefined : canned, text, (reply) => setDraft(reply.text));

  useEffect(() => {
    if (intent.kind === "edit") setEdited(intent.message.text);
    if (intent.kind !== "write") field.current?.focus();
  }, [intent]);

  // With a finger, focus would push the keyboard up over what the reader came to see.
  useEffect(() => {
    if (autoFocus && matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, [autoFocus]);

  useImperativeHandle(handle, () => ({
    write(chosen) {
      if (chosen !== undefined && intent.kind === "write") setWantsNote(chosen === "internal");
      field.current?.focus();
    },
  }));

  const cancel = () => setIntent({ kind: "write" });
  const write = (next: string) => {
    setText(next);
    if (!isEdit) ticket.typing(next !== "", audience);
  };
  const post = (said: string, files: readonly AttachmentView[]) => {
    const answered =
      intent.kind === "reply" ? { replyTo: { id: intent.to.id, number: intent.to.number } } : {};
    // A recording can be sent while another message is edited, which says nothing of who may hear it.
    const heardBy = isEdit ? (wantsNote ? "internal" : "public") : audience;
    ticket.send({ text: said, attachments: files, audience: heardBy, ...answered });
  };
  const closeRecorder = () => {
    setRecording(false);
    field.current?.focus();
  };
  const sendRecording = (recording: AttachmentView) => {
    post("", [recording]);
    if (intent.kind === "reply") cancel();
    closeRecorder();
  };
  const send = (event?: FormEvent) => {
    event?.preventDefault();
    if (!canSend) return;
    if (isEdit) {
      if (text.trim() !== intent.message.text) act(ticket.edit(intent.message.id, text.trim()));
    } else {
      post(text.trim(), attachments);
      setDraft("");
      uploads.clear();
    }
    if (intent.kind !== "write") cancel();
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (menu.onKeyDown(event)) return true;
    if (isNoteKey(event) && mayWriteNotes && intent.kind === "write") {
      setWantsNote(!wantsNote);
      return true;
    }
    if (event.key !== "Escape" || intent.kind === "write") return false;
    cancel();
    return true;
  };
  const label = isEdit ? texts.save : isNote ? texts.addNote : texts.send;

  return (
    <form
      className={styles.composer}
      data-note={isNote}
      aria-label={isNote ? texts.note : texts.message}
      onSubmit={send}
    >
      <CannedMenu
        id={menuId}
        replies={menu.found}
        chosen={menu.chosen}
        onTake={({ text: said }) => setDraft(said)}
      />
      <IntentBar intent={intent} onCancel={cancel} />
      {!isEdit && <UploadTray uploads={uploads} />}
      <VoiceTray isOpen={isRecording} onRecorded={sendRecording} onClose={closeRecorder} />
      <TextField
        field={field}
        value={text}
        label={isNote ? texts.writeNote : texts.writeMessage}
        placeholder={isNote ? texts.noteHint : texts.writeMessage}
        proposals={menu.found.length > 0 ? { id: menuId, chosen: `${menuId}${menu.chosen}` } : undefined}
        onChange={write}
        onSend={send}
        onFiles={uploads.add}
        onKey={onKey}
      />
      <div className={styles.tools}>
        {!isEdit && <AttachButton onFiles={uploads.add} />}
        {!isEdit && mayBeSent && (
          <VoiceButton isRecording={isRecording} onRecord={() => setRecording(true)} />
        )}
        {tools}
        {(mayWriteNotes || wantsNote) && intent.kind === "write" && (
          <NoteToggle isOn={isNote} onToggle={setWantsNote} />
        )}
        <div className={styles.aside}>
          {isWaiting ? (
            <p role="status">{hasFailedUploads ? fileTexts.stuck : fileTexts.waiting}</p>
          ) : left < SHOWN_LEFT ? (
            <p data-over={left < 0} role="status">
              {left < 0 ? texts.charactersTooMany(-left) : texts.charactersLeft(left)}
            </p>
          ) : (
            text !== "" && <p className={styles.hint}>{texts.newLineHint}</p>
          )}
        </div>
        <SendButton label={label} look={isEdit ? "save" : isNote ? "note" : "message"} disabled={!canSend} />
      </div>
    </form>
  );
}

/** Ctrl+I, or Cmd+I: from message to note and back. */
function isNoteKey({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === "i" && (ctrlKey || metaKey) && !shiftKey && !altKey;
}

/** An answer to a note, and a note that is edited, stay among staff whatever was chosen before. */
function noteOf(intent: Intent, wantsNote: boolean): boolean {
  switch (intent.kind) {
    case "write":
      return wantsNote;
    case "reply":
      return wantsNote || intent.to.audience === "internal";
    case "edit":
      return intent.message.audience === "internal";
  }
}
