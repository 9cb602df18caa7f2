import { Avatar, Icon } from "@ticketwire/react/parts";
import { DeskIcon } from "../parts/desk-icon.js";
import { Keys } from "../parts/keys.js";
import type { Choice } from "./choice.js";
import styles from "./choice-option.module.css";

interface ChoiceOptionProps {
  readonly id: string;
  readonly choice: Choice;
  readonly isActive: boolean;
  readonly onHover: () => void;
  readonly onPick: () => void;
}

/** One choice of a picker. The field keeps the keyboard. */
export function ChoiceOption({ id, choice, isActive, onHover, onPick }: ChoiceOptionProps) {
  const { label, hint, keys, icon, person, isTall = false, isCurrent = false } = choice;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the field points at the active one
    <div
      id={id}
      className={styles.option}
      role="option"
      aria-selected={isActive}
      data-tall={isTall}
      onMouseMove={isActive ? undefined : onHover}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
    >
      {person ? <Avatar person={person} size="small" /> : icon && <DeskIcon name={icon} />}
      <span className={styles.words}>
        <span className={styles.label} dir="auto">
          {label}
        </span>
        {hint !== undefined && (
          <span className={styles.hint} dir="auto">
            {hint}
          </span>
        )}
      </span>
      {isCurrent && <Icon name="check" size={16} />}
      {keys !== undefined && <Keys keys={keys} />}
    </div>
  );
}
