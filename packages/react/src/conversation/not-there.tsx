import type { ReactNode } from "react";
import styles from "./not-there.module.css";

interface NotThereProps {
  readonly ticketRef: string;
  readonly action: ReactNode;
  readonly error: { readonly code: string; readonly message: string } | null | undefined;
}

/** Stands in for a ticket that can't be opened, or no longer. */
export function NotThere({ ticketRef, error, action }: NotThereProps) {
  return (
    <div className={styles.place} role="alert">
      <h1 className={styles.title}>{titleOf(error?.code)}</h1>
      <p>
        <span className={styles.ref}>{ticketRef}</span>
        {error && <> · {error.message}</>}
      </p>
      {action}
    </div>
  );
}

function titleOf(code: string | undefined): string {
  switch (code) {
    case "forbidden":
      return "You are not on this ticket";
    case "not_found":
      return "There is no such ticket";
    default:
      return "This ticket can't be opened";
  }
}
