import { useId } from "react";
import { useCustomer } from "../app/customer.js";
import styles from "./field.module.css";

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether what is wrong is to be pointed out by now. */
  readonly wasTried: boolean;
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
  const { texts } = useCustomer();
  const { label, value, onChange, wasTried, isOptional = false, isLong } = props;
  const { type = "text", autoComplete = "off", maxLength, choices = [], choose } = props;
  const id = useId();
  const wrong = wasTried ? wrongIn(value.trim(), type, isOptional) : undefined;
  const common = {
    id,
    className: styles.field,
    value,
    required: !isOptional,
    "aria-invalid": wrong !== undefined,
    "aria-describedby": wrong && `${id}-wrong`,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange(event.target.value),
  };
  const written = { ...common, dir: "auto", autoComplete, ...(maxLength ? { maxLength } : {}) };
  return (
    <div className={styles.place}>
      <label className={styles.label} htmlFor={id}>
        {label} {isOptional && <span className={styles.optional}>({texts.optional})</span>}
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
      {wrong && (
        <p id={`${id}-wrong`} className={styles.wrong}>
          {texts[wrong]}
        </p>
      )}
    </div>
  );
}

/** The name of the text that says what is wrong, if something is. */
function wrongIn(value: string, type: string, isOptional: boolean): "needed" | "noEmail" | undefined {
  if (value === "") return isOptional ? undefined : "needed";
  return type === "email" && !/^[^\s@]+@[^\s@]+$/.test(value) ? "noEmail" : undefined;
}
