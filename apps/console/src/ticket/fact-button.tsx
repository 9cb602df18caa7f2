import { VisuallyHidden } from "@ticketwire/react/parts";
import type { ReactNode } from "react";
import styles from "./fact-button.module.css";

interface FactButtonProps {
  /** Which fact it is. */
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** A fact of a ticket that can be changed. */
export function FactButton({ label, onClick, children }: FactButtonProps) {
  return (
    <button type="button" className={styles.fact} aria-haspopup="dialog" title={label} onClick={onClick}>
      <VisuallyHidden>{label}: </VisuallyHidden>
      {children}
    </button>
  );
}
