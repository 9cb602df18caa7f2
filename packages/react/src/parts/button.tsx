import type { ComponentProps } from "react";
import styles from "./button.module.css";
import { classNames } from "./class-names.js";

interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "primary" | "plain" | "danger";
}

/** A button with words on it. */
export function Button({ look = "primary", className, ...rest }: ButtonProps) {
  return <button type="button" className={classNames(styles.button, styles[look], className)} {...rest} />;
}
