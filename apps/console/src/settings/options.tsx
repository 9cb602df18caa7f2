import { useId } from "react";
import styles from "./options.module.css";

interface OptionsProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly onChange: (value: T) => void;
}

/** One of a few. */
export function Options<T extends string>({ label, value, options, onChange }: OptionsProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.options}>
      <legend className={styles.label}>{label}</legend>
      <div className={styles.choices}>
        {options.map(([option, words]) => (
          <label key={option} className={styles.choice}>
            <input
              type="radio"
              className={styles.radio}
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span className={styles.words}>{words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
