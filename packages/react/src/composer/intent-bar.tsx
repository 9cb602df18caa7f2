import type { Intent } from "../conversation/talk.js";
import { Icon } from "../parts/icon.js";
import { IconButton } from "../parts/icon-button.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./intent-bar.module.css";

interface IntentBarProps {
  readonly intent: Intent;
  readonly onCancel: () => void;
}

/** Says which message is answered or edited, and lets it be. */
export function IntentBar({ intent, onCancel }: IntentBarProps) {
  const { composer: texts } = useTexts();
  if (intent.kind === "write") return null;
  const isReply = intent.kind === "reply";
  const message = isReply ? intent.to : intent.message;
  return (
    <div className={styles.bar}>
      <Icon name={isReply ? "reply" : "edit"} size={18} />
      <p className={styles.words}>
        <span className={styles.what}>{isReply ? texts.replyingTo(message.sender.name) : texts.editing}</span>
        <span className={styles.text} dir="auto">
          {message.text}
        </span>
      </p>
      <IconButton icon="close" label={texts.cancel} onClick={onCancel} />
    </div>
  );
}
