import { useId } from "react";
import styles from "./switch.module.css";

interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Something that is on or off. */
export function Switch({ label, hint, isOn, onChange }: SwitchProps) {
  const id = useId();
  return (
    <label className={styles.switch}>
      <span className={styles.words}>
        {label}
        {hint !== undefined && (
          <span id={id} className={styles.hint} aria-hidden="true">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={isOn}
        className={styles.box}
        aria-label={label}
        aria-describedby={hint === undefined ? undefined : id}
        checked={isOn}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}
