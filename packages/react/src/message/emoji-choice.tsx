import { type FocusEvent, type RefObject, useEffect, useRef } from "react";
import { placeBeside } from "../parts/place-beside.js";
import { useRovingFocus } from "../parts/use-roving-focus.js";
import { useTexts } from "../provider/surroundings.js";
import styles from "./emoji-choice.module.css";

const EMOJIS = [..."👍👎❤️🎉😄😮😢🙏👀✅❌🔥💯🤔👏🚀☕⏳📦🛠️💡⚠️❓🙌".matchAll(/\p{Emoji}\uFE0F?/gu)].map(
  String,
);

interface EmojiChoiceProps {
  /** What it stands beside. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onChoose: (emoji: string) => void;
  readonly onClose: () => void;
}

/** The emojis a message can be answered with at a click. */
export function EmojiChoice({ anchor, onChoose, onClose }: EmojiChoiceProps) {
  const { actions: texts } = useTexts();
  const choice = useRef<HTMLDivElement>(null);
  const roving = useRovingFocus(onClose);

  useEffect(() => {
    const element = choice.current;
    if (!element || !anchor.current) return;
    element.showPopover?.();
    placeBeside(element, anchor.current);
    element.querySelector("button")?.focus({ preventScroll: true });
  }, [anchor]);

  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) onClose();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be laid out as a grid everywhere
    <div
      className={styles.choice}
      ref={choice}
      popover="manual"
      role="group"
      aria-label={texts.react}
      onBlur={onBlur}
      {...roving}
    >
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
