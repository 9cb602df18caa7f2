import { useTexts } from "../provider/surroundings.js";
import styles from "./canned-menu.module.css";
import type { CannedReply } from "./canned-reply.js";

interface CannedMenuProps {
  readonly id: string;
  readonly replies: readonly CannedReply[];
  readonly chosen: number;
  readonly onTake: (reply: CannedReply) => void;
}

/** The prepared replies that fit what was typed after the slash. The text field keeps the focus. */
export function CannedMenu({ id, replies, chosen, onTake }: CannedMenuProps) {
  const { composer: texts } = useTexts();
  if (replies.length === 0) return null;
  return (
    <div className={styles.menu} id={id} role="listbox" aria-label={texts.cannedReplies}>
      {replies.map((reply, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keyboard
        // biome-ignore lint/a11y/useFocusableInteractive: the text field points at the chosen one
        <div
          key={reply.id}
          id={`${id}${index}`}
          className={styles.reply}
          role="option"
          aria-selected={index === chosen}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(reply)}
        >
          <span className={styles.title}>
            {reply.title} <span className={styles.shortcut}>/{reply.shortcut}</span>
          </span>
          <span className={styles.text}>{reply.text}</span>
        </div>
      ))}
    </div>
  );
}
