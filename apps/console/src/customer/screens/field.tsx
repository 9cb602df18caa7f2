import { useId } from "react";
import styles from "./field.module.css";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether what is missing is to be pointed out by now. */
  readonly wasTried: boolean;
  readonly needed: string;
  readonly optional: string;
  readonly isOptional?: boolean;
  readonly isLong?: boolean;
  readonly type?: "text" | "email";
  readonly autoComplete?: string;
  readonly maxLength?: number;
  /** With some, one of them is chosen instead of written. */
  readonly choices?: readonly string[];
  readonly choose?: string;
}

/** One thing a form asks for, with its label and what is wrong with it. */
export function Field(props: FieldProps) {
  const { label, value, onChange, wasTried, needed, optional, isOptional = false, isLong } = props;
  const { type = "text", autoComplete = "off", maxLength, choices = [], choose } = props;
  const id = useId();
  const isMissing = wasTried && !isOptional && value.trim() === "";
  const common = {
    id,
    className: styles.field,
    value,
    required: !isOptional,
    "aria-invalid": isMissing,
    "aria-describedby": isMissing ? `${id}-missing` : undefined,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  };
  const written = { ...common, dir: "auto", autoComplete, ...(maxLength ? { maxLength } : {}) };
  return (
    <div className={styles.place}>
      <label className={styles.label} htmlFor={id}>
        {label} {isOptional && <span className={styles.optional}>({optional})</span>}
      </label>
      {isLong ? (
        <textarea rows={5} {...written} />
      ) : choices.length > 0 ? (
        <select {...common}>
          <option value="">{choose}</option>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (
        <input type={type} {...written} />
      )}
      {isMissing && (
        <p id={`${id}-missing`} className={styles.missing}>
          {needed}
        </p>
      )}
    </div>
  );
}
