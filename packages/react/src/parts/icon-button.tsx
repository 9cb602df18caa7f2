import type { ComponentProps } from "react";
import { Icon, type IconName } from "./icon.js";
import styles from "./icon-button.module.css";

interface IconLook {
  readonly icon: IconName;
  /** What it does, in words. */
  readonly label: string;
  /** What else there is to know about it: shown with the label, and read out after it. */
  readonly hint?: string;
}

/** A button that shows only an icon. */
export function IconButton({
  icon,
  label,
  hint,
  ...rest
}: IconLook & Pick<ComponentProps<"button">, "onClick" | "aria-expanded" | "disabled">) {
  const title = hint === undefined ? label : `${label}\n${hint}`;
  const description = hint === undefined ? {} : { "aria-description": hint };
  return (
    <button
      type="button"
      className={styles.button}
      aria-label={label}
      title={title}
      {...description}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}

/** A link to another window that shows only an icon. The other window knows nothing of this one. */
export function IconLink({ icon, label, href }: Omit<IconLook, "hint"> & { readonly href: string }) {
  return (
    <a className={styles.button} href={href} target="_blank" rel="noopener" aria-label={label} title={label}>
      <Icon name={icon} />
    </a>
  );
}
