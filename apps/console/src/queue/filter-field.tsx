import { DeskIcon } from "../parts/desk-icon.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./filter-field.module.css";
import { FILTER_ID, moveInList } from "./places.js";

interface FilterFieldProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Narrows the list. Arrow down leads into it, Escape empties the field, then leaves it. */
export function FilterField({ value, onChange }: FilterFieldProps) {
  const { list: texts } = useConsoleTexts();
  return (
    <div className={styles.field}>
      <DeskIcon name="search" size={16} />
      <input
        id={FILTER_ID}
        className={styles.input}
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={texts.filter}
        placeholder={texts.filter}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || (event.key === "Enter" && !event.nativeEvent.isComposing)) {
            event.preventDefault();
            moveInList(0);
          } else if (event.key === "Escape") {
            if (value === "") event.currentTarget.blur();
            else onChange("");
          }
        }}
      />
      <span className={styles.key} aria-hidden="true">
        /
      </span>
    </div>
  );
}
