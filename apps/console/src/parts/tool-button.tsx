import { classNames } from "@ticketwire/react/parts";
import type { ComponentProps } from "react";
import { DeskIcon, type DeskIconName } from "./desk-icon.js";
import styles from "./tool-button.module.css";

interface ToolButtonProps extends ComponentProps<"button"> {
  readonly icon: DeskIconName;
  /** What it does, in words. */
  readonly label: string;
  /** The key that does the same. */
  readonly shortcut?: string;
}

/** A small button that shows only an icon. */
export function ToolButton({ icon, label, shortcut, className, ...rest }: ToolButtonProps) {
  return (
    <button
      type="button"
      className={classNames(styles.button, className)}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      {...rest}
    >
      <DeskIcon name={icon} />
    </button>
  );
}
