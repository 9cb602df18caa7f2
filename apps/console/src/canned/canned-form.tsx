import type { CannedReplyDraft } from "@ticketwire/client/desk";
import { Button } from "@ticketwire/react/parts";
import { type FormEvent, useId, useState } from "react";
import { Switch } from "../settings/switch.js";
import { newId } from "../store/new-id.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./canned-form.module.css";
import type { CannedReply } from "./canned-replies.js";

interface CannedFormProps {
  /** The reply that is changed; a new one if left out. */
  readonly reply: CannedReply | undefined;
  readonly mayShare: boolean;
  readonly onSave: (draft: CannedReplyDraft) => void;
  readonly onCancel: () => void;
}

/** Writes a canned reply. */
export function CannedForm({ reply, mayShare, onSave, onCancel }: CannedFormProps) {
  const { canned: texts } = useConsoleTexts();
  const id = useId();
  const [shared, setShared] = useState(reply?.shared ?? false);

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const said = (name: string) => String(given.get(name) ?? "").trim();
    onSave({
      id: reply?.id ?? newId(),
      shortcut: said("shortcut"),
      title: said("title"),
      text: said("text"),
      shared,
    });
  };

  return (
    <form className={styles.form} onSubmit={submit}>
      <label className={styles.label} htmlFor={`${id}shortcut`}>
        {texts.shortcut}
      </label>
      <input
        id={`${id}shortcut`}
        className={styles.field}
        name="shortcut"
        required
        maxLength={50}
        pattern="[^\s\/]+"
        title={texts.shortcutHint}
        placeholder={texts.shortcutHint}
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: the form was asked for, and stands where the button was
        autoFocus
        defaultValue={reply?.shortcut}
      />
      <label className={styles.label} htmlFor={`${id}title`}>
        {texts.name}
      </label>
      <input
        id={`${id}title`}
        className={styles.field}
        name="title"
        required
        maxLength={200}
        autoComplete="off"
        dir="auto"
        defaultValue={reply?.title}
      />
      <label className={styles.label} htmlFor={`${id}text`}>
        {texts.text}
      </label>
      <textarea
        id={`${id}text`}
        className={styles.field}
        name="text"
        required
        maxLength={5000}
        rows={6}
        dir="auto"
        defaultValue={reply?.text}
      />
      {mayShare && <Switch label={texts.share} isOn={shared} onChange={setShared} />}
      <div className={styles.buttons}>
        <Button type="submit">{texts.save}</Button>
        <Button look="plain" onClick={onCancel}>
          {texts.cancel}
        </Button>
      </div>
    </form>
  );
}
