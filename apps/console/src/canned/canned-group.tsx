import { IconButton } from "@ticketwire/react/parts";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./canned-group.module.css";
import type { CannedReply } from "./canned-replies.js";

interface CannedGroupProps {
  readonly title: string;
  readonly replies: readonly CannedReply[];
  readonly mayChange: boolean;
  readonly onEdit: (reply: CannedReply) => void;
  readonly onRemove: (reply: CannedReply) => void;
}

/** Canned replies of the same people. */
export function CannedGroup({ title, replies, mayChange, onEdit, onRemove }: CannedGroupProps) {
  const { canned: texts } = useConsoleTexts();
  return (
    <>
      <h3 className={styles.title}>{title}</h3>
      {replies.length === 0 && <p className={styles.none}>{texts.none}</p>}
      <ul>
        {replies.map((reply) => (
          <li key={reply.id} className={styles.reply}>
            <p className={styles.words}>
              <span className={styles.name} dir="auto">
                {reply.title} <span className={styles.shortcut}>/{reply.shortcut}</span>
              </span>
              <span className={styles.text} dir="auto">
                {reply.text}
              </span>
            </p>
            {mayChange && (
              <>
                <IconButton icon="edit" label={texts.edit(reply.title)} onClick={() => onEdit(reply)} />
                <IconButton icon="trash" label={texts.remove(reply.title)} onClick={() => onRemove(reply)} />
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
