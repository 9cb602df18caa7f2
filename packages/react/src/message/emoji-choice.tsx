import { useEffect, useRef } from "react";
import { useRovingFocus } from "../parts/use-roving-focus.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./emoji-choice.module.css";

const EMOJIS = [..."👍👎❤️🎉😄😮😢🙏👀✅❌🔥💯🤔👏🚀☕⏳📦🛠️💡⚠️❓🙌".matchAll(/\p{Emoji}\uFE0F?/gu)].map(
  String,
);

interface EmojiChoiceProps {
  readonly onChoose: (emoji: string) => void;
  readonly onClose: () => void;
}

/** The emojis a message can be answered with at a click. */
export default function EmojiChoice({ onChoose, onClose }: EmojiChoiceProps) {
  const { actions: texts } = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const roving = useRovingFocus(onClose);
  useEffect(() => list.current?.querySelector("button")?.focus({ preventScroll: true }), []);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out as a grid everywhere
    <div className={styles.choice} ref={list} role="group" aria-label={texts.react} {...roving}>
      {EMOJIS.map((emoji) => (
        <button
          key={emoji}
          type="button"
          className={styles.emoji}
          aria-label={texts.reactWith(emoji)}
          onClick={() => onChoose(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
}
