import { Icon } from "../parts/icon.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./note-toggle.module.css";

interface NoteToggleProps {
  readonly isOn: boolean;
  readonly onToggle: (isOn: boolean) => void;
}

/** Chooses between a message to everybody and a note among staff. */
export function NoteToggle({ isOn, onToggle }: NoteToggleProps) {
  const { composer: texts } = useTexts();
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-pressed={isOn}
      // A click leaves the focus in the text.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onToggle(!isOn)}
    >
      <Icon name="lock" size={16} />
      {texts.noteToggle}
    </button>
  );
}
