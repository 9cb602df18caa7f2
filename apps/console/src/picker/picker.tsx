import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { DeskIcon } from "../parts/desk-icon.js";
import { Modal } from "../parts/modal.js";
import { useConsoleTexts } from "../texts/texts.js";
import type { ChoiceGroup } from "./choice.js";
import { ChoiceOption } from "./choice-option.js";
import styles from "./picker.module.css";

interface PickerProps {
  readonly title: string;
  readonly placeholder: string;
  readonly groups: readonly ChoiceGroup[];
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onClose: () => void;
  /** What to say while there is nothing to choose, or more is on its way. */
  readonly remark?: string | undefined;
  /** How to get further choices, where there may be some. */
  readonly more?: { readonly label: string; readonly load: () => void } | undefined;
}

/** A field with choices below it. Arrow keys lead through them while one types; Enter takes the one that stands out. */
export function Picker(props: PickerProps) {
  const { title, placeholder, groups, text, onText, onClose, remark, more } = props;
  const { picker: texts } = useConsoleTexts();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const choices = groups.flatMap((group) => group.choices);
  const at = Math.min(active, Math.max(0, choices.length - 1));
  const current = choices[at];

  // Other choices begin at the first one again.
  useEffect(() => setActive(0), [text]);

  useEffect(() => {
    list.current?.querySelector(`[id="${CSS.escape(`${id}${at}`)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [id, at]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const count = choices.length;
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 }[event.key];
    if (next !== undefined && count > 0) {
      event.preventDefault();
      const isPage = event.key.startsWith("Page");
      setActive(isPage ? Math.min(count - 1, Math.max(0, next)) : (next + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (current) {
        onClose();
        current.pick();
      }
    }
  };

  let index = -1;
  return (
    <Modal title={title} look="picker" onClose={onClose}>
      <div className={styles.field}>
        <DeskIcon name="search" />
        <input
          className={styles.input}
          type="text"
          role="combobox"
          aria-label={title}
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={current ? `${id}${at}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <span className={styles.key} aria-hidden="true">
          Esc
        </span>
      </div>
      <div ref={list} className={styles.list} id={id} role="listbox" aria-label={texts.results}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group within a list box
          <div key={group.id} role="group" aria-label={group.title}>
            <p className={styles.group} aria-hidden="true">
              {group.title}
            </p>
            {group.choices.map((choice) => {
              index += 1;
              const own = index;
              return (
                <ChoiceOption
                  key={choice.id}
                  id={`${id}${own}`}
                  choice={choice}
                  isActive={own === at}
                  onHover={() => setActive(own)}
                  onPick={() => {
                    onClose();
                    choice.pick();
                  }}
                />
              );
            })}
          </div>
        ))}
      </div>
      <p className={styles.remark} role="status">
        {remark ?? (choices.length === 0 ? texts.nothing : "")}
      </p>
      {more && (
        <button type="button" className={styles.more} onClick={more.load}>
          {more.label}
        </button>
      )}
    </Modal>
  );
}
